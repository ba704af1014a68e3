import type { Context } from '../context.ts';
import { isError, type CustomerUserError } from '../customers.ts';
import { errors } from './customer.ts';

/** @see https://shopify.dev/docs/api/storefront/latest/mutations/customerReset */
export const passwordMutations = {
  customerRecover: (
    _: unknown,
    { email }: { email: string },
    { state, passwordResetUrl }: Context,
  ) => {
    const customer = state.customers.findByEmail(email);
    if (customer?.password === undefined) return errors([UNIDENTIFIED]);
    state.mails.sendPasswordReset(customer, passwordResetUrl);
    return errors([]);
  },
  customerReset: (
    _: unknown,
    { id, input: { password, resetToken } }: ResetArguments,
    { state: { customers, mails } }: Context,
  ) => {
    const customerId = id.split('/').at(-1) ?? '';
    const customer = customers.find(customerId);
    const reset = { customerId, resetToken };
    if (!customer || !mails.isOpen(reset)) return refused(INVALID_RESET);
    const changed = customers.update(customer, { password });
    if (isError(changed)) return refused(changed);
    mails.close(reset);
    return {
      customer: changed,
      customerAccessToken: customers.signIn(changed.email, password),
      ...errors([]),
    };
  },
};

interface ResetArguments {
  readonly id: string;
  readonly input: { readonly password: string; readonly resetToken: string };
}

const UNIDENTIFIED: CustomerUserError = {
  code: 'UNIDENTIFIED_CUSTOMER',
  message: 'Could not find customer',
  field: ['email'],
};

const INVALID_RESET: CustomerUserError = {
  code: 'TOKEN_INVALID',
  message: 'Invalid reset token',
  field: ['input', 'resetToken'],
};

function refused(error: CustomerUserError) {
  return { customer: null, customerAccessToken: null, ...errors([error]) };
}

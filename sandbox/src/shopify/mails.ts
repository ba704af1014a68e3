import { randomBytes } from 'node:crypto';

/** A message that Shopify would have sent. `GET /api/mails` lists them. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Where its button leads. */
  readonly link: string;
}

/** What a customer needs to choose another password: it was sent to their address. */
export interface PasswordReset {
  readonly customerId: string;
  readonly resetToken: string;
}

/** The mails of the local shop, which reach nobody, and the password resets that they offer. */
export class Mails {
  readonly #mails: Mail[] = [];
  readonly #resets = new Map<string, string>();

  list(): readonly Mail[] {
    return this.#mails;
  }

  /** @param linkTo the page where the new password is chosen */
  sendPasswordReset(
    { id, email }: { readonly id: string; readonly email: string },
    linkTo: (reset: PasswordReset) => string,
  ): void {
    const resetToken = randomBytes(16).toString('hex');
    this.#resets.set(resetToken, id);
    this.#mails.push({
      to: email,
      subject: 'Choose a new password',
      link: linkTo({ customerId: id, resetToken }),
    });
  }

  isOpen({ customerId, resetToken }: PasswordReset): boolean {
    return this.#resets.get(resetToken) === customerId;
  }

  /** A password is chosen once. */
  close({ resetToken }: PasswordReset): void {
    this.#resets.delete(resetToken);
  }
}

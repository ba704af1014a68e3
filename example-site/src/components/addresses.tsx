import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useAccount } from '../shop/account';
import * as api from '../shop/account-api';
import type { Address, AddressInput } from '../shop/account-api';
import { useCountries } from '../shop/countries';
import { plainId } from '../shop/products';
import { Field, SubmitForm } from './submit-form';

/** Where a customer has things sent to. */
export function Addresses({
  addresses,
}: {
  readonly addresses: readonly Address[];
}) {
  const [editing, setEditing] = React.useState<Address | 'new'>();
  const { change } = useAccount();
  const track = useTrack();
  const done = () => {
    setEditing(undefined);
  };

  const save = async (input: AddressInput) => {
    const old = editing === 'new' ? undefined : editing?.id;
    const id = await change((token) => api.saveAddress(token, input, old));
    track(
      old === undefined ? 'User Address Added' : 'User Address Updated',
      planAddress({ ...input, id }),
    );
    done();
  };

  const remove = async (address: Address) => {
    await change((token) => api.removeAddress(token, address.id));
    track('User Address Removed', planAddress(address));
  };

  if (editing)
    return (
      <AddressForm
        address={editing === 'new' ? undefined : editing}
        onSave={save}
        onCancel={done}
      />
    );
  return (
    <>
      <ul className="rows">
        {addresses.map((address) => (
          <AddressRow
            key={address.id}
            address={address}
            onChange={() => {
              setEditing(address);
            }}
            onRemove={() => void remove(address)}
          />
        ))}
      </ul>
      <button
        type="button"
        className="quiet"
        onClick={() => {
          setEditing('new');
        }}
      >
        Add an address
      </button>
    </>
  );
}

function AddressRow({
  address,
  onChange,
  onRemove,
}: {
  readonly address: Address;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}) {
  const text = addressText(address);
  return (
    <li>
      <span>{text}</span>
      <span className="actions">
        <button type="button" className="link" onClick={onChange}>
          Change<span className="hidden"> {text}</span>
        </button>
        <button type="button" className="link" onClick={onRemove}>
          Remove<span className="hidden"> {text}</span>
        </button>
      </span>
    </li>
  );
}

function AddressForm({
  address,
  onSave,
  onCancel,
}: {
  readonly address: Address | undefined;
  readonly onSave: (input: AddressInput) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const countries = useCountries();
  return (
    <SubmitForm
      button="Save the address"
      onSubmit={(text) =>
        onSave({
          firstName: text('firstName'),
          lastName: text('lastName'),
          address1: text('address1'),
          zip: text('zip'),
          city: text('city'),
          country: text('country'),
        })
      }
    >
      {FIELDS.map(({ name, ...field }) => (
        <Field
          key={name}
          name={name}
          defaultValue={address?.[name] ?? ''}
          {...field}
        />
      ))}
      <label className="field">
        Country
        {/* The countries come later: what is chosen must be among them. */}
        <select
          key={countries.length}
          name="country"
          defaultValue={address?.country ?? undefined}
          autoComplete="country-name"
        >
          {countries.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button type="button" className="link" onClick={onCancel}>
        Leave it as it is
      </button>
    </SubmitForm>
  );
}

const FIELDS = [
  { name: 'firstName', label: 'First name', autoComplete: 'given-name' },
  { name: 'lastName', label: 'Last name', autoComplete: 'family-name' },
  {
    name: 'address1',
    label: 'Street and number',
    autoComplete: 'address-line1',
  },
  { name: 'zip', label: 'Postal code', autoComplete: 'postal-code' },
  { name: 'city', label: 'City', autoComplete: 'address-level2' },
] as const;

/** What events say of an address: where it is, not whose door it is. */
function planAddress({
  id,
  zip,
  city,
  country,
}: Omit<Address, 'firstName' | 'lastName' | 'address1'>) {
  return {
    address_id: plainId(id),
    ...(zip !== null && { zipcode: zip }),
    ...(city !== null && { city }),
    ...(country !== null && { country }),
  };
}

function addressText({
  firstName,
  lastName,
  address1,
  zip,
  city,
  country,
}: AddressInput) {
  return [
    `${firstName ?? ''} ${lastName ?? ''}`,
    address1,
    `${zip ?? ''} ${city ?? ''}`,
    country,
  ]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(', ');
}

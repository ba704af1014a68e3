import * as React from 'react';
import { textIn } from './form-text';

/** A form whose answer takes a moment: it can be sent once at a time, and says what went wrong. */
export function SubmitForm({
  button,
  onSubmit,
  children,
}: {
  readonly button: string;
  /** Rejects with words for the visitor. */
  readonly onSubmit: (text: (name: string) => string) => Promise<void>;
  readonly children: React.ReactNode;
}) {
  const [problem, setProblem] = React.useState<string>();
  const [isBusy, setBusy] = React.useState(false);

  const submit = async (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setProblem(undefined);
    setBusy(true);
    try {
      await onSubmit((name) => textIn(form, name));
    } catch (error) {
      setProblem((error as Error).message);
    }
    setBusy(false);
  };

  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      {children}
      {problem !== undefined && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
      <button type="submit" disabled={isBusy}>
        {button}
      </button>
    </form>
  );
}

/** A labelled field of such a form. */
export function Field({
  label,
  ...input
}: { readonly label: string } & React.ComponentProps<'input'>) {
  return (
    <label className="field">
      {label}
      <input required {...input} />
    </label>
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that is put in as it is. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export function raw(text: string): Raw {
  return new Raw(text);
}

/** A template whose values are escaped, unless they are `raw`. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Raw)[]
): string {
  return String.raw(
    { raw: parts },
    ...values.map((value) =>
      value instanceof Raw
        ? value.text
        : String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign),
    ),
  );
}

const STYLE = `
        body {
          font:
            17px/1.6 system-ui,
            sans-serif;
          color: #23302a;
          max-width: 30rem;
          margin: 3rem auto;
          padding: 0 1rem;
        }
        h1 {
          font-size: 1.6rem;
        }
        a {
          color: #2f6b4f;
        }
        table {
          width: 100%;
          border-collapse: collapse;
          margin: 1.5rem 0;
        }
        td {
          padding: 0.5rem 0;
          border-bottom: 1px solid #d9e0dc;
        }
        td + td {
          text-align: right;
          white-space: nowrap;
        }
        .total td {
          font-weight: 600;
          border: 0;
        }
        label {
          display: block;
        }
        input {
          font: inherit;
          width: 100%;
          box-sizing: border-box;
          padding: 0.6rem;
          border: 1px solid #8a9a92;
          border-radius: 0.5rem;
        }
        button,
        .button {
          display: inline-block;
          font: inherit;
          font-weight: 600;
          background: #2f6b4f;
          color: #fff;
          border: 0;
          border-radius: 0.5rem;
          padding: 0.7rem 1.4rem;
          margin-top: 1rem;
          text-decoration: none;
          cursor: pointer;
        }
        .note {
          color: #5c6b64;
          font-size: 0.85rem;
          margin-top: 2rem;
        }
        [role='alert'] {
          color: #a12622;
        }
      `;

/** A whole page of the checkout. */
export function page(title: string, body: string): string {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <link rel="icon" href="data:," />
      <title>${title}</title>
      <style>
        ${raw(STYLE)}
      </style>
      ${raw(body)}
    </html>`;
}

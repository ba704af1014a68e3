import * as React from 'react';

/** What every page says of itself in its head. */
export function PageHead({
  title,
  description,
  children,
}: {
  readonly title?: string;
  readonly description: string;
  readonly children?: React.ReactNode;
}) {
  return (
    <>
      <title>
        {title === undefined ? 'Kettle & Leaf' : `${title} · Kettle & Leaf`}
      </title>
      <meta name="description" content={description} />
      {children}
    </>
  );
}

/** An address from the options: a path is one of the shop's own, behind which a proxy stands. */
export function absolute(
  address: string | undefined,
  { href }: Pick<Location, 'href'>,
): string | undefined {
  return address === undefined
    ? undefined
    : new URL(address, href).href.replace(/\/$/, '');
}

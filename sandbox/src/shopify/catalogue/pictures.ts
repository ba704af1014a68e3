import { catalogue } from '../catalogue.ts';
import { collections, type Collection } from './collections.ts';
import type { Product, Shape, Variant } from './product.ts';

/** A picture that the stand-in draws and serves itself, so that no page asks another host. */
export interface Picture {
  /** Its address is `/images/<name>.svg`. */
  readonly name: string;
  readonly alt: string;
  readonly svg: string;
}

/** All are square. */
export const PICTURE_SIZE = 800;

/** What colours a variant's own picture has, by the value of the option "Colour". */
const COLOURS: Readonly<Record<string, readonly [string, string]>> = {
  Black: ['#ece4de', '#4a3f3a'],
  Rust: ['#f3e1d6', '#9a4f2f'],
  White: ['#e8e6e1', '#f7f5f0'],
  Celadon: ['#e5efe8', '#7fa690'],
};

/** The first is the one to show in lists. */
export function picturesOf(product: Product): Picture[] {
  const { handle, title, shape, colours } = product;
  const ofColours = product.variants.flatMap((variant) => {
    const own = pictureOfColour(product, variant);
    return own ? [own] : [];
  });
  return [
    { name: handle, alt: title, svg: draw(shape, colours) },
    {
      name: `${handle}-detail`,
      alt: `${title}, close up`,
      svg: shape === 'tin' ? drawLeaves(colours) : drawGlaze(colours),
    },
    ...new Map(ofColours.map((each) => [each.name, each])).values(),
  ];
}

/** A variant's own picture, else the product's. */
export function pictureOf(product: Product, variant: Variant): Picture {
  return (
    pictureOfColour(product, variant) ?? {
      name: product.handle,
      alt: product.title,
      svg: draw(product.shape, product.colours),
    }
  );
}

function pictureOfColour(
  { handle, title, shape }: Product,
  { selectedOptions }: Variant,
): Picture | undefined {
  const { value } = selectedOptions.find(({ name }) => name === 'Colour') ?? {};
  const colours = value === undefined ? undefined : COLOURS[value];
  return value === undefined || colours === undefined
    ? undefined
    : {
        name: `${handle}-${value.toLowerCase()}`,
        alt: `${title}, ${value.toLowerCase()}`,
        svg: draw(shape, colours),
      };
}

export function pictureOfCollection({
  handle,
  title,
  products,
}: Collection): Picture {
  const colours = products[0]?.colours ?? ['#e5efe8', '#2f6b4f'];
  return {
    name: `collection-${handle}`,
    alt: title,
    svg:
      products[0]?.shape === 'tin' ? drawLeaves(colours) : drawGlaze(colours),
  };
}

export function findPicture(name: string): Picture | undefined {
  return [
    ...catalogue.flatMap(picturesOf),
    ...collections.map(pictureOfCollection),
  ].find((picture) => picture.name === name);
}

type Colours = readonly [light: string, dark: string];

function canvas(light: string, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="${String(PICTURE_SIZE)}" height="${String(PICTURE_SIZE)}">
<defs><linearGradient id="b" x2="0" y2="1"><stop stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>
<linearGradient id="s"><stop stop-color="#fff" stop-opacity=".18"/><stop offset=".35" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".2"/></linearGradient></defs>
<rect width="400" height="400" fill="${light}"/><rect width="400" height="400" fill="url(#b)"/>
${content}
</svg>`;
}

/** A part in its colour, and once more for light and shadow. */
const shaded = (path: string, colour: string) =>
  `<path d="${path}" fill="${colour}"/><path d="${path}" fill="url(#s)"/>`;

const shadow = (width: number) =>
  `<ellipse cx="200" cy="332" rx="${String(width)}" ry="13" fill="#000" fill-opacity=".12"/>`;

const leaf = (fill: string, transform: string) =>
  `<path transform="${transform}" d="M0-30C20-14 22 12 0 32C-22 12-20-14 0-30Z" fill="${fill}"/>`;

const SHAPES: Readonly<Record<Shape, (dark: string) => string>> = {
  tin: (dark) => `${shadow(118)}
${shaded('M122 128h156v184a14 14 0 0 1-14 14H136a14 14 0 0 1-14-14Z', dark)}
${shaded('M114 96a12 12 0 0 1 12-12h148a12 12 0 0 1 12 12v32H114Z', dark)}
<rect x="114" y="126" width="172" height="3" fill="#000" fill-opacity=".25"/>
<rect x="146" y="172" width="108" height="108" rx="4" fill="#fff" fill-opacity=".9"/>
${leaf(dark, 'translate(200 218) rotate(18)')}<path d="M172 264h56" stroke="${dark}" stroke-width="3" stroke-opacity=".6"/>`,
  pot: (dark) => `${shadow(112)}
${shaded('M112 240c0-58 38-92 88-92s88 34 88 92c0 54-36 88-88 88s-88-34-88-88Z', dark)}
${shaded('M278 206c22-8 44-30 52-52l14 8c-8 34-30 68-60 82Z', dark)}
${shaded('M122 216c-34 2-62-14-84-44l14-12c20 22 42 30 72 28Z', dark)}
${shaded('M150 152c4-18 26-28 50-28s46 10 50 28Z', dark)}<circle cx="200" cy="116" r="13" fill="${dark}"/>`,
  bowl: (dark) => `${shadow(128)}
${shaded('M92 310c30 14 186 14 216 0c-8 16-50 22-108 22s-100-6-108-22Z', '#fbfaf7')}
${shaded('M112 206h176c0 62-34 108-88 108s-88-46-88-108Z', '#fbfaf7')}
<path d="M118 238c22 12 142 12 164 0" stroke="${dark}" stroke-width="5" fill="none"/>
${shaded('M124 196c6-32 40-48 76-48s70 16 76 48Z', '#fbfaf7')}<rect x="186" y="130" width="28" height="20" rx="6" fill="${dark}"/>`,
  cups: (dark) => `${shadow(132)}
${shaded('M80 222h112l-12 88a18 18 0 0 1-18 16h-52a18 18 0 0 1-18-16Z', dark)}
${shaded('M208 222h112l-12 88a18 18 0 0 1-18 16h-52a18 18 0 0 1-18-16Z', dark)}
<ellipse cx="136" cy="222" rx="56" ry="11" fill="#000" fill-opacity=".28"/><ellipse cx="264" cy="222" rx="56" ry="11" fill="#000" fill-opacity=".28"/>`,
};

function draw(shape: Shape, [light, dark]: Colours): string {
  return canvas(light, SHAPES[shape](dark));
}

/** Leaves on a plate. */
function drawLeaves([light, dark]: Colours): string {
  const leaves = Array.from({ length: 19 }, (_, index) => {
    // The golden angle spreads them without a pattern.
    const angle = index * 137.5;
    const distance = 24 * Math.sqrt(index);
    const x = 200 + distance * Math.cos((angle * Math.PI) / 180);
    const y = 200 + distance * Math.sin((angle * Math.PI) / 180);
    const place = `translate(${x.toFixed(0)} ${y.toFixed(0)}) rotate(${String(Math.round(angle * 1.7) % 360)}) scale(.8)`;
    return `<g opacity="${index % 3 === 0 ? '.72' : '.95'}">${leaf(dark, place)}</g>`;
  });
  return canvas(
    light,
    `<circle cx="200" cy="206" r="164" fill="#000" fill-opacity=".08"/><circle cx="200" cy="200" r="164" fill="#fff" fill-opacity=".85"/>${leaves.join('')}`,
  );
}

/** Rings, as a glaze has them. */
function drawGlaze([light, dark]: Colours): string {
  const rings = [150, 122, 96, 72, 50, 30].map(
    (radius, index) =>
      `<circle cx="200" cy="200" r="${String(radius)}" fill="${dark}" fill-opacity="${String(0.1 + index * 0.07)}"/>`,
  );
  return canvas(light, rings.join(''));
}

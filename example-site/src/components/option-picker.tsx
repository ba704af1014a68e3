import * as React from 'react';
import type { Product, Variant } from '../shop/products';

/** Chooses a variant by its options, such as size and colour. What has no choice shows none. */
export function OptionPicker({
  options,
  variants,
  chosen,
  onChoose,
}: {
  readonly options: Product['options'];
  readonly variants: readonly Variant[];
  readonly chosen: Variant;
  readonly onChoose: (variant: Variant) => void;
}) {
  return options
    .filter(({ values }) => values.length > 1)
    .map(({ name, values }) => (
      <fieldset key={name} className="options">
        <legend>{name}</legend>
        {values.map((value) => {
          const variant = withOption(variants, chosen, name, value);
          return (
            <label key={value}>
              <input
                type="radio"
                name={name}
                checked={variant?.id === chosen.id}
                disabled={!variant}
                onChange={() => {
                  if (variant) onChoose(variant);
                }}
              />
              <span>{value}</span>
            </label>
          );
        })}
      </fieldset>
    ));
}

/** The variant that differs from the chosen one by this option alone. */
function withOption(
  variants: readonly Variant[],
  chosen: Variant,
  name: string,
  value: string,
): Variant | undefined {
  const wanted = chosen.selectedOptions.map((option) =>
    option.name === name ? value : option.value,
  );
  return variants.find(({ selectedOptions }) =>
    selectedOptions.every((option, index) => option.value === wanted[index]),
  );
}

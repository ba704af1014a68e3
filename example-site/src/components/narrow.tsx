import * as React from 'react';
import type { Facet, FacetValue } from '../shop/facets';
import { SORTS } from '../shop/narrow';

/** What a visitor has chosen of the facets, by their ids, and how they sort. */
export interface Choice {
  readonly values: Readonly<Record<string, FacetValue | undefined>>;
  readonly sort: (typeof SORTS)[number];
}

/** Narrows and sorts a list. What leaves no choice is not shown. */
export function Narrow({
  facets,
  choice,
  onChange,
}: {
  readonly facets: readonly Facet[];
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}) {
  const { values, sort } = choice;
  return (
    <form className="filters" aria-label="Narrow and sort">
      {facets.filter(isChoice).map((facet) => (
        <label key={facet.id}>
          {facet.label}
          <select
            value={values[facet.id]?.id ?? ''}
            onChange={({ target }) => {
              const chosen = facet.values.find(({ id }) => id === target.value);
              onChange({ values: { ...values, [facet.id]: chosen }, sort });
            }}
          >
            <option value="">All</option>
            {facet.values.map(({ id, label, count }) => (
              <option key={id} value={id}>
                {`${label} (${String(count)})`}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label>
        Sort by
        <select
          value={SORTS.indexOf(sort)}
          onChange={({ target }) => {
            onChange({ values, sort: SORTS[Number(target.value)] ?? SORTS[0] });
          }}
        >
          {SORTS.map(({ label }, index) => (
            <option key={label} value={index}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

function isChoice({ type, values }: Facet): boolean {
  return type === 'LIST' && values.filter(({ count }) => count > 0).length > 1;
}

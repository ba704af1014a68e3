/** One way to narrow a list, such as its kinds. */
export interface Facet {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly values: readonly FacetValue[];
}

export interface FacetValue {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** The filter to send back, as JSON. */
  readonly input: string;
}

export const FACETS = `filters { id label type values { id label count input } }`;

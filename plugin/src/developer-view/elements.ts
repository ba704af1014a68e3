type Child = Element | string;

/** Makes elements of one document. Text is text: nothing is ever parsed. */
export function elementsOf(document: Document) {
  return <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes: Readonly<Record<string, string>> = {},
    ...children: readonly Child[]
  ): HTMLElementTagNameMap[Name] => {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes))
      element.setAttribute(attribute, value);
    element.append(...children);
    return element;
  };
}

export type MakeElement = ReturnType<typeof elementsOf>;

/** The developer view's own style: nothing of the site's reaches into its shadow root. */
export const STYLE = `
:host { all: initial; }
aside {
  position: fixed; left: 12px; bottom: 12px; z-index: 2147483646; max-width: calc(100vw - 24px);
  display: flex; flex-direction: column-reverse; align-items: flex-start; gap: 8px;
  font: 13px/1.45 system-ui, sans-serif; color: #f4f4f5; text-align: left;
}
button {
  font: inherit; color: inherit; background: #18181b; border: 1px solid #71717a; border-radius: 999px;
  padding: 6px 14px; min-height: 32px; cursor: pointer;
}
button:hover { background: #3f3f46; }
button:focus-visible, [tabindex]:focus-visible { outline: 2px solid #fbbf24; outline-offset: 2px; }
.wrong { color: #fca5a5; }
#panel {
  box-sizing: border-box; width: 380px; max-width: 100%; max-height: min(560px, calc(100vh - 72px));
  padding: 12px 14px; overflow: auto; background: #18181b; border: 1px solid #71717a; border-radius: 10px;
}
#panel[hidden] { display: none; }
h2, h3 { font-size: 1em; margin: 0 0 4px; }
h3 { margin-top: 12px; color: #d4d4d8; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0; }
dt { color: #d4d4d8; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th { text-align: left; color: #d4d4d8; font-weight: normal; }
td, th { padding: 2px 8px 2px 0; vertical-align: top; overflow-wrap: anywhere; }
th:first-child { width: 5em; }
td:first-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
ul { margin: 0; padding: 0; list-style: none; }
@media (prefers-reduced-motion: no-preference) {
  #panel { animation: appear 120ms ease-out; }
  @keyframes appear { from { opacity: 0; transform: translateY(4px); } }
}
@media print { aside { display: none; } }
`;

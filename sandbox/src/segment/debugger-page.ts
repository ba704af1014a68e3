/** The stand-in's page: what arrives at both sources, live, newest first. */
export const debuggerPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Segment stand-in</title>
<style>
  :root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 15%, Canvas); }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem; }
  h1 { font-size: 1.3rem; margin: 0; }
  p { margin: .25rem 0 1.25rem; opacity: .75; }
  ol { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
  li { border-bottom: 1px solid var(--line); }
  summary { display: grid; grid-template-columns: 6.5rem 5.5rem 1fr; gap: .75rem; padding: .5rem 0; cursor: pointer; align-items: baseline; }
  summary::marker { content: none; }
  time { font-variant-numeric: tabular-nums; opacity: .75; }
  .source { font-size: .8rem; padding: .05rem .5rem; border-radius: 1rem; text-align: center; white-space: nowrap; }
  .front-end { background: #dbeafe; color: #1e3a8a; }
  .back-end { background: #dcfce7; color: #14532d; }
  .note { color: #b45309; font-size: .85rem; }
  pre { margin: 0 0 1rem; padding: .75rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; font-size: .8rem; }
</style>
<h1>Segment stand-in</h1>
<p>Both sources, newest first. Open a line to see the message as it was received.</p>
<ol id="feed" aria-live="polite"></ol>
<p id="empty">Nothing has arrived yet. Open the shop, accept, and look at a product.</p>
<script>
  const feed = document.getElementById('feed');
  const shown = new Set();
  function show(message) {
    if (shown.has(message.seq)) return;
    shown.add(message.seq);
    document.getElementById('empty').hidden = true;
    const item = document.createElement('li');
    const details = item.appendChild(document.createElement('details'));
    const summary = details.appendChild(document.createElement('summary'));
    const time = summary.appendChild(document.createElement('time'));
    time.textContent = new Date(message.receivedAt).toLocaleTimeString();
    const source = summary.appendChild(document.createElement('span'));
    source.className = 'source ' + message.source;
    source.textContent = message.source;
    const name = summary.appendChild(document.createElement('span'));
    name.append(message.event ?? message.type + (message.context?.page?.path ? ' ' + message.context.page.path : ''));
    const note = message.rejected ?? (message.duplicate ? 'duplicate' : '');
    if (note) {
      const label = name.appendChild(document.createElement('span'));
      label.className = 'note';
      label.textContent = ' ' + note;
    }
    details.appendChild(document.createElement('pre')).textContent = JSON.stringify(message, null, 2);
    feed.prepend(item);
  }
  new EventSource('/api/stream').onmessage = (event) => show(JSON.parse(event.data));
  fetch('/api/messages').then((answer) => answer.json()).then(({ messages }) => messages.forEach(show));
</script>
</html>
`;

/** Analytics.js by itself, loaded when somebody says so: what everything after consent is measured against. */
export const onClientEntry = () => {
  window.addEventListener(
    'bench-grant',
    () => {
      import('@segment/analytics-next')
        .then(({ AnalyticsBrowser }) =>
          AnalyticsBrowser.load({ writeKey: 'bench-key-0123' }).page(),
        )
        .catch(() => undefined);
    },
    { once: true },
  );
};

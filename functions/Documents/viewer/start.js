// Shows the documents in Scalar's viewer. Nothing is loaded from other hosts, and requests go to this service itself.
(() => {
  const documents = [
    ['flow', 'Flow payments'],
    ['ordercloud', 'OrderCloud payments'],
    ['commercehub', 'Commerce Hub credits'],
    ['service', 'Webhooks and operations'],
  ];
  if (!window.Scalar) {
    const missing = document.createElement('p');
    missing.textContent = 'The viewer is not installed (docs/openapi.md). The documents: ';
    for (const [name, title] of documents) {
      const link = document.createElement('a');
      link.href = `/docs/openapi/${name}.json`;
      link.textContent = title;
      missing.append(link, ' ');
    }
    document.getElementById('viewer').replaceChildren(missing);
    return;
  }
  window.Scalar.createApiReference('#viewer', {
    sources: documents.map(([name, title]) => ({ slug: name, title, url: `/docs/openapi/${name}.json` })),
    agent: { disabled: true },
    hideClientButton: true,
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    telemetry: false,
    withDefaultFonts: false,
  });
})();

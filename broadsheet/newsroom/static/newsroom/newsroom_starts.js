// Starts the fields that Wagtail would start by scripts standing in the page, which the newsroom lets nobody run.
(() => {
  const FUNCTIONS = new Set(["initDateChooser", "initDateTimeChooser", "initTimeChooser"]);
  const KINDS = new Set([
    "Chooser",
    "DocumentChooser",
    "ImageChooser",
    "InlinePanel",
    "MultipleChooserPanel",
    "PageChooser",
    "SnippetChooser",
  ]);

  function start(sign) {
    const { starts, of, with: options } = sign.dataset;
    const start = window[starts];
    // Its file has not arrived: at the end of the page it has.
    if (!start && document.readyState === "loading") return;
    const values = [of, JSON.parse(options)].filter((value) => value !== undefined);
    sign.remove();
    if (FUNCTIONS.has(starts)) start(...values);
    else if (KINDS.has(starts)) new start(...values);
  }

  const startAll = (part) => part.querySelectorAll("template[data-starts]").forEach(start);

  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE || !node.isConnected) continue;
        if (node.matches("template[data-starts]")) start(node);
        else startAll(node);
      }
    }
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => startAll(document));
})();

// The one place where our scripts make elements of what the server sent. Nothing in them runs before it is put on the screen.
const policy = window.trustedTypes?.createPolicy("newsroom", { createHTML: (html) => html });

export function pageOf(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
}

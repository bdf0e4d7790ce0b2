// Whether the newsroom can be reached, and whether the person at this screen is still signed in.

const notice = document.getElementById("newsroom-keeping");

// Signing in gives new tokens: without them, what stands in other tabs would be refused.
function useToken(token) {
  window.wagtailConfig.CSRF_TOKEN = token;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
}

// "open" if this person can save, else the name of a sentence of the notice.
export async function standing() {
  const headers = { "x-requested-with": "XMLHttpRequest" };
  const answer = await fetch(notice.dataset.atWork, { headers, redirect: "manual" }).catch(() => null);
  if (!answer || answer.status >= 500) return "down";
  if (!answer.ok) return "signedOut";
  const { user, token } = await answer.json();
  if (String(user) !== notice.dataset.user) return "someoneElse";
  useToken(token);
  return "open";
}

// Sends one photo with what it shares with others, and tells how far it is.

// Signing in anew, in another tab, gives another token: the browser's cookie has the one that counts.
function tokenOf(form) {
  const name = form.dataset.token.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  const found = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]+)`, "u"));
  return found?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

function read(asked, said) {
  try {
    const answer = JSON.parse(asked.responseText);
    if (answer.photo || answer.refused || answer.shared) return answer;
  } catch {
    // A page for people, not for this script.
  }
  // A name that no form can carry.
  if (asked.status === 400) return { refused: said.saidUnnamed };
  const isOut = asked.responseURL.includes("/login/") || asked.status === 403;
  return { refused: isOut ? said.saidOut : said.saidLost, lost: true };
}

export function send(form, { file, words, line, isAgain }) {
  const body = new FormData();
  words.forEach(([name, value]) => body.append(name, value));
  if (isAgain) body.set("again", "1");
  body.set("files", file);
  return new Promise((resolve) => {
    // Not `fetch`, which says nothing of what has been sent.
    const asked = new XMLHttpRequest();
    const lost = () => resolve({ refused: form.dataset.saidLost, lost: true });
    asked.upload.addEventListener("progress", ({ loaded, total }) => line.progress(loaded / total));
    asked.addEventListener("load", () => resolve(read(asked, form.dataset)));
    asked.addEventListener("error", lost);
    asked.addEventListener("abort", lost);
    asked.open("POST", form.dataset.upload);
    asked.setRequestHeader("X-CSRFToken", tokenOf(form));
    asked.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    asked.send(body);
  });
}

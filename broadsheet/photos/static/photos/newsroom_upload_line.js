// The line of one photo that is sent: its name, how far it is, what became of it.

const made = (name, properties = {}) => Object.assign(document.createElement(name), properties);

function linkTo({ url, name }) {
  return made("a", { href: url, textContent: name, target: "_blank" });
}

export function lineOf(file, said) {
  const element = made("li");
  const bar = made("progress", { max: 1, value: 0, ariaLabel: file.name });
  const words = made("span", { textContent: said.saidWaits });
  element.append(made("strong", { textContent: file.name }), " ", bar, " ", words);

  const say = (...parts) => words.replaceChildren(...parts.filter(Boolean));

  return {
    element,
    waits() {
      words.className = "";
      bar.hidden = false;
      bar.value = 0;
      say(said.saidWaits);
    },
    sends() {
      say(said.saidSends);
    },
    progress(part) {
      bar.value = part;
    },
    done({ name, url, same }) {
      bar.hidden = true;
      say(`${said.saidDone}: `, linkTo({ url, name }), same && ` ${said.saidSame} `, same && linkTo(same));
    },
    refused(why, tryAgain) {
      bar.hidden = true;
      words.className = "error-message";
      const button = made("button", { type: "button", className: "button button-small button-secondary", textContent: said.saidAgain });
      button.addEventListener("click", tryAgain, { once: true });
      say(why, " ", button);
      // Among two hundred it would not be seen.
      element.parentNode.prepend(element);
    },
  };
}

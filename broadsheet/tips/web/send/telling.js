// /tips/: a source tells the newsroom something.

import { say } from "../locks/says.js";
import { call, endWorker, startWorker } from "./calling.js";
import { showCode } from "./coding.js";
import { put, showClosed, showLine, showState } from "./showing.js";
import { one, why } from "./wording.js";
import { sendingForm } from "./writing.js";

/** Begin the page. Whatever is wrong with the script, the list or the line ends in a page that sends nothing. */
export async function beginTelling() {
  const drill = takeToken();
  showState("checking");
  const line = await startWorker().then(
    () => call("line").catch((refusal) => ({ refused: why(refusal) })),
    () => ({ refused: say("why_script") }),
  );
  if (line.refused) {
    showClosed(line.refused);
    return;
  }
  showLine(line);
  if (line.state === "closed") showClosed(why({ code: line.why }));
  else if (line.state === "drill" && !drill) showClosed(say("why_no_drill"));
  else openForm(line, { code: await call("code"), drill });
}

// A drill's token is taken out of the address, so that it stands in no history.
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("drill") ?? "";
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}

function openForm({ limits, epoch, newsroom }, { code, drill }) {
  const form = one("form");
  // The keys take a second or more, and much memory: they are ready when she has written down what they are made of.
  const written = showCode(one("[data-code]", form), code, () => call("prepare", { code, newsroom }));
  const given = { code, epoch, drill };
  put("drill", drill ? say("drill") : "");
  showState("open");
  sendingForm(form, {
    limits,
    act: "sendTip",
    given: () => (written.isRight() ? given : { lacks: say("why_code"), at: written.firstWrong() }),
    sent() {
      given.code = "";
      endWorker();
      form.remove();
      showState("sent");
      one("[data-state=sent] h2").focus();
    },
    // The people have changed meanwhile: they are shown before anything is locked for them.
    async refused({ code: refusal }) {
      if (refusal !== "changed") return;
      const line = await call("line");
      given.epoch = line.epoch;
      showLine(line);
    },
  });
  addEventListener("pagehide", written.clear);
}

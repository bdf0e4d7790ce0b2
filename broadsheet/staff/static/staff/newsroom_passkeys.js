// Shows the button for a passkey where the browser has them, and says in the page when one was not used.
const script = document.getElementById("staff-passkey-script");
const { act, button } = script.dataset;
const form = document.getElementById(button).form ?? document.getElementById("staff-passkey");
const failed = form.querySelector(".staff-passkey-failed");

if (window.PublicKeyCredential) {
  form.hidden = false;
  const ids = { [act]: button, credential: "staff-credential" };
  if (document.getElementById("staff-passkey-data")) ids.data = "staff-passkey-data";
  if (document.getElementById("id_passwordless")) ids.passwordless = "id_passwordless";
  window.allauth.webauthn.forms[`${act}Form`]({ ids });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (failed) failed.hidden = false;
});

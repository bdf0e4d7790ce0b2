// Between Wagtail's tool for focal points and what starts it: it would find out about touch by trying code in attributes,
// which the newsroom lets nobody run.
window.jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;

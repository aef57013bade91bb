import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import App from "$app/App.svelte";
import { cameBackAfterLeaving } from "$app/quick_exit";
import { router } from "$app/router.svelte";
import { app } from "$app/state.svelte";
import { ownProgram } from "$lib/own_program";
import { applyPrefs } from "$lib/prefs.svelte";

const target = document.querySelector("#app");

if (cameBackAfterLeaving()) {
  location.replace("/blank.html");
} else if (target) {
  applyPrefs();
  router.start();
  app.start();
  mount(App, { target });
  if (import.meta.env.PROD && "serviceWorker" in navigator) {
    // Without it the app works all the same, only not offline.
    navigator.serviceWorker.register(ownProgram("/sw.js")).catch(() => {});
  }
}

import { m } from "$lib/paraglide/messages";
import type { Route } from "./router.svelte";

/** The page's title; the name of a circle never stands in it, because titles show in lists of tabs and in the history. */
export function pageTitle(route: Route): string {
  return `${part(route)} · Stayhere`;
}

function part(route: Route): string {
  switch (route.name) {
    case "landing":
      return m.title_landing();
    case "signup":
      return m.sign_up_title();
    case "signin":
      return m.sign_in_title();
    case "recover":
      return m.recover_title();
    case "home":
      return m.my_circles();
    case "start":
      return m.create_title();
    case "circle":
      return m.title_circle();
    case "meeting":
      return m.meeting_title();
    case "times":
      return m.times_title();
    case "services":
      return m.rota_title();
    case "hours":
      return m.hours_title();
    case "round":
      return m.round_title();
    case "public":
      return m.title_public_card();
    case "compare":
      return m.compare_link();
    case "gone":
      return m.title_circle();
    case "join":
      return m.join_title();
    case "crisis":
      return m.need_help_now();
    case "security":
      return m.security_title();
    case "settings":
      return m.settings_title();
    case "sheets":
      return m.sheets_title();
    case "erased":
      return m.title_erased();
    case "lost":
      return m.lost_title();
  }
}

/** Routes by path. A circle is named by its local number, so an address says nothing about which circle it is. */
export type Route =
  | { name: "landing" }
  | { name: "signup" }
  | { name: "signin" }
  | { name: "recover" }
  | { name: "home" }
  | { name: "start" }
  | { name: "circle"; index: number }
  | { name: "meeting"; index: number }
  | { name: Planning; index: number }
  | { name: "compare"; index: number; member: string }
  | { name: "gone"; member: string }
  | { name: "join" }
  | { name: "crisis" }
  | { name: "security" }
  | { name: "settings" }
  | { name: "sheets" }
  | { name: "erased" }
  | { name: "lost" };

/** Pages of a circle about when it meets, who serves, and what it shows in public. */
const planning = ["times", "services", "hours", "round", "public"] as const;
type Planning = (typeof planning)[number];

const simple = ["signup", "signin", "recover", "home", "start", "join", "crisis", "security", "settings", "sheets", "erased"] as const;

export function parse(path: string): Route {
  const parts = path.split("/").filter(Boolean);
  if (parts.length === 0) return { name: "landing" };
  const known = simple.find((name) => name === parts[0]);
  if (known && parts.length === 1) return { name: known };
  if (parts[0] === "circle" && /^\d{1,4}$/.test(parts[1] ?? "")) {
    const index = Number(parts[1]);
    if (parts.length === 2) return { name: "circle", index };
    if (parts.length === 3 && parts[2] === "meeting") return { name: "meeting", index };
    const plan = planning.find((name) => name === parts[2]);
    if (parts.length === 3 && plan) return { name: plan, index };
    if (parts.length === 4 && parts[2] === "with" && /^[0-9a-f]{32}$/.test(parts[3] ?? "")) return { name: "compare", index, member: parts[3] ?? "" };
  }
  if (parts[0] === "gone" && parts.length === 2 && /^[0-9a-f]{32}$/.test(parts[1] ?? "")) return { name: "gone", member: parts[1] ?? "" };
  return { name: "lost" };
}

class Router {
  route: Route = $state.raw({ name: "landing" });
  /** Counts moves, so that the shell can move the focus to the new page's heading. */
  moves = $state(0);
  /** The page that help was called from; null when it is the first page. */
  origin: string | null = $state(null);
  #secret: string | null = $state(null);
  #path = "";

  /** Reads the address once at the start and takes an invitation's secret out of it at once. */
  start() {
    this.#read();
    window.addEventListener("popstate", () => this.#moved());
    window.addEventListener("hashchange", () => this.#moved());
    document.addEventListener("click", (event) => this.#follow(event));
  }

  go(path: string, how: "push" | "replace" = "push") {
    if (how === "push") history.pushState(null, "", path);
    else history.replaceState(null, "", path);
    this.#moved();
  }

  /** The secret of the invitation link, if one was opened; it is given out once. */
  takeSecret(): string | null {
    const secret = this.#secret;
    this.#secret = null;
    return secret;
  }

  /** Keeps an invitation's secret until its page reads it. */
  keepSecret(secret: string) {
    this.#secret = secret;
  }

  get hasSecret(): boolean {
    return this.#secret !== null;
  }

  #moved() {
    const before = this.#path;
    this.#read();
    if (this.route.name === "crisis" && before !== this.#path) this.origin = before;
    this.moves += 1;
    window.scrollTo(0, 0);
  }

  #read() {
    this.#path = location.pathname;
    this.route = parse(this.#path);
    if (this.route.name === "join" && location.hash.length > 1) {
      this.#secret = location.hash.slice(1);
      history.replaceState(null, "", "/join");
    }
  }

  #follow(event: MouseEvent) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = (event.target as Element | null)?.closest?.("a");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    this.go(link.pathname + link.hash);
  }
}

export const router = new Router();

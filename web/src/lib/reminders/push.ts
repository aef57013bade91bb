/** What a browser can do about reminders, apart so that tests hand in another one. */
export interface Push {
  /** This browser can be woken at all. */
  possible(): Promise<boolean>;
  /** The person has allowed notes from this page. */
  allowed(): boolean;
  /** Asks the person. Must follow a touch. */
  ask(): Promise<boolean>;
  /** The address at the push service, if there is one. */
  address(): Promise<string | undefined>;
  /** Makes one that takes pushes under this key of the server alone. */
  subscribe(key: string): Promise<string>;
  unsubscribe(): Promise<void>;
}

export const browserPush: Push = {
  async possible() {
    return "PushManager" in globalThis && "Notification" in globalThis && (await registration()) !== undefined;
  },
  allowed: () => "Notification" in globalThis && Notification.permission === "granted",
  ask: async () => (await Notification.requestPermission()) === "granted",
  address: async () => (await subscription())?.endpoint,
  async subscribe(key) {
    // One that was made under another key of the server would be refused.
    await (await subscription())?.unsubscribe();
    const made = await (await registration())?.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    if (!made) throw new Error("no service worker");
    return made.endpoint;
  },
  async unsubscribe() {
    await (await subscription())?.unsubscribe();
  },
};

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return "serviceWorker" in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

async function subscription(): Promise<PushSubscription | null | undefined> {
  return (await registration())?.pushManager?.getSubscription();
}

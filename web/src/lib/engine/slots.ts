/**
 * The device store: sealed slots in IndexedDB. Only the tab that holds the lock reads and writes it, so two tabs
 * never overwrite each other's state. Other tabs, and browsers that refuse storage, run in memory.
 */
const DATABASE = "stayhere";
const SLOTS = "slots";
const LOCK = "stayhere-device";
/** A page that reloads waits this long (ms) for the page before it to let go of the lock. */
const LOCK_PATIENCE = 1500;

export interface DeviceStore {
  /** Another tab of this browser has the store. */
  elsewhere: boolean;
  slots: Map<string, Uint8Array>;
  /** Resolves when the slot is on the disk (or at once when nothing is kept). Without bytes the slot goes. */
  put(slot: string, bytes: Uint8Array): Promise<void>;
  forget(): Promise<void>;
}

const inMemory: DeviceStore = {
  elsewhere: false,
  slots: new Map(),
  put: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};

/** Opens the device store, or one that keeps nothing when another tab has it or the browser refuses. */
export async function openDeviceStore(): Promise<DeviceStore> {
  if (!(await takeLock())) return { ...inMemory, elsewhere: true };
  try {
    const database = await openDatabase();
    return {
      elsewhere: false,
      slots: await readAll(database),
      put: (slot, bytes) => write(database, (store) => (bytes.length === 0 ? store.delete(slot) : store.put(bytes, slot))),
      forget: () => write(database, (store) => store.clear()),
    };
  } catch {
    return inMemory;
  }
}

function takeLock(): Promise<boolean> {
  if (!("locks" in navigator)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const untilClosed = () => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    navigator.locks
      .request(LOCK, { signal: AbortSignal.timeout(LOCK_PATIENCE) }, untilClosed)
      .catch(() => resolve(false));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SLOTS);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function readAll(database: IDBDatabase): Promise<Map<string, Uint8Array>> {
  return new Promise((resolve, reject) => {
    const slots = new Map<string, Uint8Array>();
    const request = database.transaction(SLOTS).objectStore(SLOTS).openCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(slots);
      slots.set(String(cursor.key), cursor.value as Uint8Array);
      cursor.continue();
    };
  });
}

function write(database: IDBDatabase, act: (store: IDBObjectStore) => IDBRequest): Promise<void> {
  return new Promise((resolve) => {
    const transaction = database.transaction(SLOTS, "readwrite", { durability: "strict" });
    act(transaction.objectStore(SLOTS));
    // A full disk must not stop the engine: the server's box stays the place to come back to.
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => resolve();
    transaction.onabort = () => resolve();
  });
}

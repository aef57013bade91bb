import type { ViteDevServer } from "vite";
import base from "../vite.config";

/** Every page address is answered with the gallery: the app with a made-up engine. Development only. */
export default {
  ...base,
  plugins: [
    ...(base.plugins ?? []),
    {
      name: "gallery-page",
      configureServer(server: ViteDevServer) {
        server.middlewares.use((request, _response, next) => {
          if (request.headers.accept?.includes("text/html")) request.url = "/dev/index.html";
          next();
        });
      },
    },
  ],
};

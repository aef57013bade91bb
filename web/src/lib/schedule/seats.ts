/** Services of a rota in words. */
import { m } from "../paraglide/messages";
import type { RotaService, SeriesForm } from "../engine/types";

export function serviceText(service: RotaService, form: SeriesForm): string {
  switch (service) {
    case "keep":
      return form === "round" ? m.service_lead() : m.service_keep();
    case "read":
      return m.service_read();
    case "greet":
      return m.service_greet();
  }
}

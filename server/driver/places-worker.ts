import { parentPort, workerData } from "node:worker_threads";
import tzLookup from "@photostructure/tz-lookup";
import { countries } from "countries-list";
import { City, Country, type ICity, type ICountry, type IState, State } from "country-state-city";

type Question = { city?: string; state?: string; country?: string; latitude?: number; longitude?: number };
/** A place found, or the field that names none. */
export type PlaceAnswer =
  | { latitude: number; longitude: number; timezone: string; locale: string }
  | { field: "country" | "state" | "city"; message: string; near: string[] };

const NEAR = 5;
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** Names that begin alike or hold what was written, the shortest first. */
function near(names: string[], wanted: string): string[] {
  const text = plain(wanted);
  const fits = names.filter((name) => plain(name).includes(text) || plain(name).startsWith(text.slice(0, 3)));
  return [...new Set(fits)].sort((a, b) => Math.abs(a.length - wanted.length) - Math.abs(b.length - wanted.length)).slice(0, NEAR);
}

function findCountry(wanted: string): ICountry | undefined {
  return Country.getAllCountries().find((c) => c.isoCode === wanted.toUpperCase() || plain(c.name) === plain(wanted));
}

function localeOf(country: string): string {
  const [language = "en"] = countries[country as keyof typeof countries]?.languages ?? [];
  return `${language}-${country}`;
}

function answer({ city, state, country, latitude, longitude }: Question): PlaceAnswer {
  const nation = country === undefined ? undefined : findCountry(country);
  if (country !== undefined && !nation)
    return {
      field: "country",
      message: `There is no country "${country}".`,
      near: near(
        Country.getAllCountries().map((c) => c.name),
        country,
      ),
    };
  const place = nation && findPlace(nation, state, city);
  if (place && "field" in place) return place;
  const at = { latitude: latitude ?? Number(place?.latitude), longitude: longitude ?? Number(place?.longitude) };
  return { ...at, timezone: tzLookup(at.latitude, at.longitude), locale: nation ? localeOf(nation.isoCode) : "en-US" };
}

type At = { latitude?: string | null; longitude?: string | null };

function findPlace(nation: ICountry, state: string | undefined, city: string | undefined): At | PlaceAnswer {
  const states = State.getStatesOfCountry(nation.isoCode);
  const region = state === undefined ? undefined : states.find((s: IState) => s.isoCode === state.toUpperCase() || plain(s.name) === plain(state));
  if (state !== undefined && !region)
    return {
      field: "state",
      message: `There is no state "${state}" in ${nation.name}.`,
      near: near(
        states.map((s) => s.name),
        state,
      ),
    };
  if (city === undefined) return region ?? nation;
  const cities: ICity[] = (region ? City.getCitiesOfState(nation.isoCode, region.isoCode) : City.getCitiesOfCountry(nation.isoCode)) ?? [];
  const found = cities.find((c) => plain(c.name) === plain(city));
  return (
    found ?? {
      field: "city",
      message: `There is no city "${city}" in ${region?.name ?? nation.name}.`,
      near: near(
        cities.map((c) => c.name),
        city,
      ),
    }
  );
}

parentPort?.postMessage(answer(workerData as Question));

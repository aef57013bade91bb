import { expect, type Member, test } from '../fixtures/index.ts';

/** I21: at most so many choices, and so long (s), from the empty app to the first meeting on the schedule. */
const CHOICES = 12;
const SECONDS = 180;
/** So long (s) a person is thought to need for each choice and each step: to read the few words there, and to press or type. */
const PERSON = 6;

/**
 * A *choice* is a press, a selection or a text that decides something: a name, a promise, a shape, a day, "yes, do it".
 * A *step* decides nothing: following a link or "next", and copying words that the page shows. Steps take time too.
 */
class Path {
  readonly choices: string[] = [];
  readonly steps: string[] = [];

  async choose(what: string, act: () => Promise<unknown>): Promise<void> {
    this.choices.push(what);
    await test.step(`choice ${this.choices.length}: ${what}`, act);
  }

  async step(what: string, act: () => Promise<unknown>): Promise<void> {
    this.steps.push(what);
    await test.step(what, act);
  }
}

test('from the empty app to the first scheduled meeting: twelve choices at most, and three minutes (I21)', async ({ person }, info) => {
  const amal = await person('Amal');
  const path = new Path();
  await amal.page.goto('/');
  const began = performance.now();
  await signUp(amal, path);
  await found(amal, path);
  await schedule(amal, path);

  await expect(amal.page.getByRole('article').filter({ hasText: '18:30' }).first()).toBeVisible();
  const app = (performance.now() - began) / 1000;
  const all = app + PERSON * (path.choices.length + path.steps.length);
  await info.attach('path.json', { body: JSON.stringify({ ...path, app, all }, null, 2), contentType: 'application/json' });
  expect(path.choices.length, path.choices.join(', ')).toBeLessThanOrEqual(CHOICES);
  expect(all, `${app} s of the app, and a person for ${path.choices.length} choices and ${path.steps.length} steps`).toBeLessThanOrEqual(SECONDS);
});

async function signUp(amal: Member, path: Path): Promise<void> {
  await path.step('begin', () => amal.link('landing_start').click());
  await path.choose('a name to sign in with', () => amal.fill('name_label', 'Amal'));
  await path.choose('I am an adult', () => amal.check('adult_check'));
  await path.step('next', () => amal.press('next'));
  await path.step('write down the words, and type two of them again', () => amal.drawnWords());
  await path.choose('I have the sheet', () => amal.readSheet());
  await amal.atHome();
}

async function found(amal: Member, path: Path): Promise<void> {
  await path.step('to a new circle', () => amal.link('start_circle').click());
  await path.choose('the shape of the circle', () => amal.page.getByRole('radio', { name: /^Grief circle/ }).check());
  await path.choose('the name of the circle', () => amal.fill('circle_name_label', 'Thursday light'));
  await path.choose('my name in it', () => amal.fill('my_name_label', 'Amal'));
  await path.choose('found it', () => amal.press('create'));
  await expect(amal.page.getByRole('heading', { level: 1, name: 'Thursday light' })).toBeVisible();
}

async function schedule(amal: Member, path: Path): Promise<void> {
  await path.step('to the times', () => amal.link('times_go').click());
  await path.step('a time', () => amal.unfold('series_add'));
  const nextWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await path.choose('the first date', () => amal.fill('first_date_label', nextWeek));
  await path.choose('the time of day', () => amal.fill('time_label', '18:30'));
  await path.choose('put it on the schedule', () => amal.press('series_add_yes'));
}

/**
 * The console as people use it: the built pages, served by a development ledger with its seeded
 * story, in the system's Chromium. One ledger and one browser for all journeys.
 */
import { afterAll, beforeAll, describe } from "vitest"
import { whereChromium } from "./browser.ts"
import { accessJourney } from "./journeys/access.ts"
import { decide } from "./journeys/decide.ts"
import { generatedEverything } from "./journeys/generated-everything.ts"
import { hostileText } from "./journeys/hostile-text.ts"
import { inLanguages } from "./journeys/languages.ts"
import { linkJustSent } from "./journeys/link-just-sent.ts"
import { liveAndReconnect } from "./journeys/live.ts"
import { looks } from "./journeys/looks.ts"
import { manyBanks } from "./journeys/many-banks.ts"
import { netting } from "./journeys/netting.ts"
import { payByCode } from "./journeys/pay-by-code.ts"
import { payFile } from "./journeys/pay-file.ts"
import { askForThePast, recordInThePast } from "./journeys/record-in-the-past.ts"
import { refusedInWords } from "./journeys/refused-in-words.ts"
import { registerByDrop } from "./journeys/register-by-drop.ts"
import { sizes } from "./journeys/sizes.ts"
import { changeStanding } from "./journeys/standing.ts"
import { supply } from "./journeys/supply.ts"
import { takenAlong } from "./journeys/taken-along.ts"
import { verdicts } from "./journeys/verdicts.ts"
import { verifyOffline } from "./journeys/verify-offline.ts"
import { closeWorld, openWorld, type World } from "./world.ts"

const { path, missing } = whereChromium()

// why: without Chromium there is nothing to drive; continuous integration has it, or fails.
describe.skipIf(path === null)(`in a browser${missing === "" ? "" : ` (${missing})`}`, () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld(path!)
  })
  afterAll(() => closeWorld(world))

  describe("register-by-drop", () => registerByDrop(() => world))
  describe("ask-for-the-past", () => askForThePast(() => world))
  describe("refused-in-words", () => refusedInWords(() => world))
  describe("standing", () => changeStanding(() => world))
  describe("decide", () => decide(() => world))
  describe("generated-everything", () => generatedEverything(() => world))
  describe("live-and-reconnect", () => liveAndReconnect(() => world))
  describe("link-just-sent", () => linkJustSent(() => world))
  describe("record-in-the-past", () => recordInThePast(() => world))
  describe("pay-by-code", () => payByCode(() => world))
  describe("pay-file", () => payFile(() => world))
  describe("supply", () => supply(() => world))
  describe("many-banks", () => manyBanks(() => world))
  describe("netting", () => netting(() => world))
  describe("hostile-text", () => hostileText(() => world))
  describe("verify-offline", () => verifyOffline(() => world))
  describe("verdicts", () => verdicts(() => world))
  describe("access", () => accessJourney(() => world))
  describe("languages", () => inLanguages(() => world))
  describe("taken-along", () => takenAlong(() => world))
  describe("looks", () => looks(() => world))
})

describe("the size of", sizes)

/** The hand lies off what is drawn: where one test left it, another's cell would be under it. */
import { beforeEach } from "vitest";
import { cdp } from "vitest/browser";

const { send } = cdp() as { send: (name: string, given: object) => Promise<unknown> };

beforeEach(async () => {
  await send("Input.dispatchMouseEvent", { type: "mouseMoved", x: 0, y: 0 });
});

/** Every way in which oversight says no, beside the platform's own codes. A closed set. */
import { refusals } from "@concordat/kernel"

export const refuse = refusals({
  unknown_order: ["There is no such order over this organisation.", 404],
  unknown_access: ["There is no such look-up at this organisation.", 404],
  order_not_in_force: "No such order of the own authority is in force.",
  beyond_the_order: ["The look-up reaches beyond its order.", 403],
  access_ended: "The time to answer this look-up is over.",
})

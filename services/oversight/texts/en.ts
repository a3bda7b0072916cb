/** English: what authorities order and look at, and what is asked of them. */

/** What happened, by event. */
export const events = {
  order_recorded: "{authority} recorded an order over {subject}: {kind}.",
  order_lifted: "{authority} lifted order {order} over {subject}.",
  access_requested: "{authority} asked {subject} for access: {purpose}.",
  access_disclosed: "{subject} disclosed what {authority} had asked for in look-up {access}.",
  access_refused: "{subject} refused look-up {access} of {authority}: {reason}.",
} as const

/** What is asked for, by command. */
export const commands = {
  recordOrder: "Record an order over {subject}: {kind}",
  liftOrder: "Lift order {order} over {subject}",
  requestAccess: "Ask {subject} for access: {purpose}",
  answerAccess: "Answer look-up {access}",
} as const

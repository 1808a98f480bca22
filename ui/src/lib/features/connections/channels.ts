import type { Channel } from "$lib/api";

export const channelNames: Record<Channel, string> = { back_channel: "Back Channel", front_channel: "Front Channel" };

export const channelHints: Record<Channel, string> = {
  back_channel: "The tenant redeems a code at the token endpoint. `response_type=code`",
  front_channel: "The ID token returns through the browser. `response_mode=form_post`",
};

export const channelOptions = (["back_channel", "front_channel"] as const).map((value) => ({
  value,
  label: channelNames[value],
  hint: channelHints[value],
}));

export function otherChannel(channel: Channel): Channel {
  return channel === "back_channel" ? "front_channel" : "back_channel";
}

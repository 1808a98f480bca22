import type { Channel } from "$lib/api";
import { fields } from "$lib/model/fields";

export const channelOptions = fields.channel.choices;

export const channelNames = Object.fromEntries(channelOptions.map(({ value, label }) => [value, label])) as Record<
  Channel,
  string
>;

export const channelHints = Object.fromEntries(channelOptions.map(({ value, hint }) => [value, hint])) as Record<
  Channel,
  string
>;

export function otherChannel(channel: Channel): Channel {
  return channel === "back_channel" ? "front_channel" : "back_channel";
}

import { describe, expect, it } from "vitest";
import { findable, fitting as fittingOf, type Command } from "./matching";

const command = (group: string, label: string, rest: Partial<Command> = {}): Command => ({
  id: `${group} ${label}`,
  group,
  label,
  run: () => undefined,
  ...rest,
});
const fitting = (commands: Command[], things: Command[], typed: string) =>
  fittingOf(findable(commands), findable(things), typed);
const found = (commands: Command[], things: Command[], typed: string) =>
  fitting(commands, things, typed).map(({ label, commands }) => [label, ...commands.map((one) => one.label)]);

const pages = [
  command("Go to", "Connections", { words: ["list all"] }),
  command("Tenants", "Switch to Local tenant", { names: ["Local tenant"] }),
];
const connection = (name: string, hint: string, words: string[] = []) =>
  command("Connections", name, { names: [name.toUpperCase()], hint, words });

describe("what fits", () => {
  it("by its name stands before what fits by its host", () => {
    const things = [connection("practice", "localhost:4410"), connection("locality", "id.example")];
    expect(found(pages, things, "local")).toEqual([
      ["Tenants", "Switch to Local tenant"],
      ["Connections", "locality", "practice"],
    ]);
    expect(found(pages, things, "localhost")).toEqual([["Connections", "practice"]]);
  });

  it("exactly stands before what begins with it, that before what holds it", () => {
    const things = ["super-acme", "reacme", "acme-two", "acme"].map((name) => connection(name, "id.example"));
    expect(found([], things, "acme")).toEqual([["Connections", "acme", "acme-two", "super-acme", "reacme"]]);
  });

  it("by a domain or an ID says by which", () => {
    const [group] = fitting([], [connection("contoso", "login.example", ["emea.contoso.example", "con_8Zk"])], "con_8");
    expect(group?.commands[0]?.hint).toBe("con_8Zk");
    expect(
      fitting([], [connection("contoso", "login.example", ["emea.contoso.example"])], "EMEA.")[0]?.commands[0]?.hint,
    ).toBe("emea.contoso.example");
    expect(fitting([], [connection("contoso", "login.example")], "contoso")[0]?.commands[0]?.hint).toBe(
      "login.example",
    );
  });

  it("best is found among thousands wherever it stands, in the order of those that fit alike", () => {
    const many = Array.from({ length: 3000 }, (_, index) => connection(`the-customer-${index}`, "id.example"));
    const things = [...many, connection("customer-b", "id.example"), connection("customer-a", "id.example")];
    things.push(connection("customer", "id.example"));
    const [group] = found([], things, "customer");
    expect(group).toEqual([
      "Connections",
      "customer",
      "customer-b",
      "customer-a",
      ...[0, 1, 2, 3, 4].map((index) => `the-customer-${index}`),
    ]);
  });

  it("has every word of what was typed, wherever", () => {
    const things = [connection("customer-7", "id-7.example"), connection("customer-8", "id-8.example")];
    expect(found([], things, " customer  id-8 ")).toEqual([["Connections", "customer-8"]]);
    expect(found(pages, things, "customer nothing")).toEqual([]);
  });

  it("is eight of a kind at most, and everything to do where nothing was typed", () => {
    const things = Array.from({ length: 20 }, (_, index) => connection(`customer-${index}`, "id.example"));
    expect(found(pages, things, "customer")[0]).toHaveLength(9);
    expect(found(pages, things, " ")).toEqual([
      ["Go to", "Connections"],
      ["Tenants", "Switch to Local tenant"],
    ]);
  });
});

import { expect, it } from "vitest";
import { vendorByName, vendors } from "./vendors";

it("knows a provider by any of its names", () => {
  expect(vendorByName("Microsoft Entra ID")?.id).toBe("entra");
  expect(vendorByName("ADFS")?.id).toBe("adfs");
  expect(vendorByName("google workspace")?.id).toBe("google");
  expect(vendorByName("Somebody else")).toBeNull();
  expect(vendorByName(null)).toBeNull();
});

it("has one entry for each provider", () => {
  expect(new Set(vendors.map((vendor) => vendor.id)).size).toBe(vendors.length);
});

import { expect, it } from "vitest";
import { vendorByName, vendors } from "./vendors";

it("knows a provider by the name that the check gives it", () => {
  expect(vendorByName("Microsoft Entra ID")?.id).toBe("entra");
  expect(vendorByName("AD FS")?.id).toBe("adfs");
  expect(vendorByName("Google Workspace")?.id).toBe("google");
  expect(vendorByName("Kanidm")).toBeNull();
  expect(vendorByName(null)).toBeNull();
});

it("has one entry for each provider", () => {
  expect(new Set(vendors.map((vendor) => vendor.id)).size).toBe(vendors.length);
});

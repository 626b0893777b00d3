import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { reachableHost } from "./reachable-host.ts";

const address = (address: string, internal = false): NetworkInterfaceInfo =>
  ({ address, internal, family: address.includes(":") ? "IPv6" : "IPv4" }) as NetworkInterfaceInfo;
const machine = {
  lo: [address("127.0.0.1", true), address("::1", true)],
  eth0: [address("fe80::1"), address("fd00::7"), address("169.254.3.4"), address("10.1.2.3")],
};

test.each([
  ["127.0.0.1", machine, "127.0.0.1"],
  ["perch.internal", machine, "perch.internal"],
  ["0.0.0.0", machine, "10.1.2.3"],
  ["::", { eth0: [address("fd00::7")] }, "fd00::7"],
  ["0.0.0.0", { lo: machine.lo }, "127.0.0.1"],
  ["::", {}, "::1"],
])("a server on %s is reached at its machine's own address (%#)", (host, interfaces, expected) => {
  expect(reachableHost(host, interfaces)).toBe(expected);
});

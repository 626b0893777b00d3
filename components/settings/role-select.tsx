import type { ComponentProps } from "react";
import type { Role } from "../../server/contract/access.ts";
import { useMe } from "../shell/use-me.ts";
import { Select } from "../ui/input.tsx";
import { ROLES_UPWARDS } from "./access-words.ts";

type RoleSelectProps = Omit<ComponentProps<typeof Select>, "value" | "onChange"> & { value: Role; onChange: (role: Role) => void };

/** Chooses a role; only owners are offered to make owners. */
export function RoleSelect({ value, onChange, ...props }: RoleSelectProps) {
  const mine = useMe()?.role;
  return (
    <Select
      {...props}
      value={value}
      onChange={(event) => {
        const chosen = ROLES_UPWARDS.find((role) => role === event.currentTarget.value);
        if (chosen) onChange(chosen);
      }}
    >
      {ROLES_UPWARDS.filter((role) => role !== "owner" || mine === "owner").map((role) => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </Select>
  );
}

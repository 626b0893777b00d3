import type { Metadata } from "next";
import { InviteForm } from "../../../components/auth/invite-form.tsx";

// The token is in the address: it must not leak to other sites or into search engines.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: { index: false, follow: false } };

type InvitePageProps = { params: Promise<{ token: string }> };

/** Where an invitation's link leads: no login is needed. */
export default async function InvitePage({ params }: InvitePageProps) {
  const { token } = await params;
  return <InviteForm token={decodeURIComponent(token)} />;
}

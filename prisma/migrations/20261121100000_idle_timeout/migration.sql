-- Sessions made before a session had an idle limit of its own: what the server's default was.
UPDATE "browser_sessions" SET "config" = "config" || '{"idleTimeout": 1800000}'::jsonb WHERE NOT "config" ? 'idleTimeout';

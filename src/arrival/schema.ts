import { z } from 'zod';

export const signInForm = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email('Enter your work e-mail address, like name@example.gov.uk')),
  password: z.string().min(1, 'Enter your password'),
  next: z.string().optional(),
});

export const nextQuery = z.object({ next: z.string().optional() });

export const codeForm = z.object({
  code: z.string({ error: 'Enter the code' }).trim().min(1, 'Enter the 6-digit code from your app, or one of your recovery codes'),
});

export const newPasswordForm = z.object({
  password: z.string({ error: 'Enter a password' }).min(1, 'Enter a password'),
});

export const secretParams = z.object({ secret: z.string().min(20).max(100) });

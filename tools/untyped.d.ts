// Packages that bring no types of their own.
declare module "govuk-frontend/*";

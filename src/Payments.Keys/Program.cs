using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Keys;
using Payments.Keys.Commands;
using Spectre.Console.Cli;

var app = new CommandApp();
app.Configure(keys =>
{
    keys.SetApplicationName("./run keys");
    keys.PropagateExceptions();
    keys.AddCommand<ListCommand>("list").WithDescription("Lists organizations, credentials and signing keys.");
    keys.AddCommand<CreateOrganizationCommand>("create-organization").WithDescription("Adds an organization.");
    keys.AddCommand<ChangeOrganizationCommand>("change-organization")
        .WithDescription("Changes an organization's settings; those not named stay.");
    keys.AddCommand<CreateCommand>("create").WithDescription("Adds a credential, and prints its secret this once.");
    keys.AddCommand<RotateCommand>("rotate")
        .WithDescription("Adds a second secret to a credential; the first one ends after some days.");
    keys.AddCommand<RevokeCommand>("revoke").WithDescription("Ends a credential, or one of its secrets.");
    keys.AddCommand<RotateFingerprintKeyCommand>("rotate-fingerprint-key")
        .WithDescription("Replaces the key that recognizes an organization's repeated requests; the last ones stay.");
    keys.AddCommand<RotateSigningKeyCommand>("rotate-signing-key")
        .WithDescription("Adds a key that signs OrderCloud tokens; the old one still verifies what it has signed.");
});
try
{
    return await app.RunAsync(args);
}
catch (Exception rejection) when (rejection is AdministrationRejectedException or CommandAppException)
{
    Console.Error.WriteLine(rejection.Message);
    return 1;
}
catch (StorageUnavailableException fault)
{
    Console.Error.WriteLine($"The tables can't be reached; is the service running? {fault.Message}");
    return 1;
}

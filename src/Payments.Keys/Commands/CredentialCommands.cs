using System.ComponentModel;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Spectre.Console.Cli;

namespace Payments.Keys.Commands;

internal sealed class CreateSettings : StateSettings
{
    [CommandArgument(0, "<ORGANIZATION>")]
    public required string Organization { get; init; }

    [CommandArgument(1, "<API>")]
    [Description("flow, ordercloud or commercehub.")]
    public required string Api { get; init; }

    [CommandOption("--scopes <SCOPES>")]
    [Description("Some of read, write, refund, credit, ops, separated by commas (default: all but ops).")]
    public string? Scopes { get; init; }

    [CommandOption("--roles <ROLES>")]
    [Description("Roles of an OrderCloud client, such as \"OrderAdmin Shopper\".")]
    public string? Roles { get; init; }

    [CommandOption("--id <ID>")]
    [Description("The public id (default: the organization and a random text).")]
    public string? Id { get; init; }

    [CommandOption("--prefix <PREFIX>")]
    [Description("What the random public id begins with (default: the organization).")]
    public string? Prefix { get; init; }

    [CommandOption("--secret-from-stdin")]
    [Description("Reads the secret, of at least 32 characters, instead of generating one of 256 bits.")]
    public bool ReadsSecret { get; init; }

    [CommandOption("--merchant-name <NAME>")]
    [Description("What receipts of a Commerce Hub key name.")]
    public string? MerchantName { get; init; }

    [CommandOption("--merchant-address <ADDRESS>")]
    public string? MerchantAddress { get; init; }

    [CommandOption("--merchant-city <CITY>")]
    public string? MerchantCity { get; init; }

    [CommandOption("--merchant-state <STATE>")]
    public string? MerchantState { get; init; }

    [CommandOption("--merchant-postal-code <CODE>")]
    public string? MerchantPostalCode { get; init; }

    [CommandOption("--merchant-country <COUNTRY>")]
    public string? MerchantCountry { get; init; }

    [CommandOption("--merchant-url <URL>")]
    public string? MerchantUrl { get; init; }
}

internal sealed class CreateCommand : KeysCommand<CreateSettings>
{
    protected override async Task RunAsync(
        KeyService service, CreateSettings settings, CancellationToken cancellationToken)
    {
        var request = new CredentialRequest(
            ReadOrganization(settings.Organization),
            ReadApi(settings.Api),
            ReadScopes(settings.Scopes),
            settings.Roles?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? [],
            new Merchant(
                settings.MerchantName,
                settings.MerchantAddress,
                settings.MerchantCity,
                settings.MerchantState,
                settings.MerchantPostalCode,
                settings.MerchantCountry,
                settings.MerchantUrl),
            settings.Prefix,
            settings.Id,
            settings.ReadsSecret ? Console.In.ReadLine() ?? "" : null);
        Print(await service.Administration.CreateAsync(request, cancellationToken));
    }

    private static Scopes ReadScopes(string? text)
    {
        if (text is null) return Scopes.All;
        var scopes = Scopes.None;
        foreach (var name in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.GetNames<Scopes>().Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new AdministrationRejectedException($"There is no scope {name}: there are {ShowAll<Scopes>()}.");
            scopes |= Enum.Parse<Scopes>(name, ignoreCase: true);
        }

        return scopes;
    }
}

internal class NamedSettings : StateSettings
{
    [CommandArgument(0, "<API>")]
    [Description("flow, ordercloud or commercehub.")]
    public required string Api { get; init; }

    [CommandArgument(1, "<PUBLIC-ID>")]
    [Description("A client id, an API key, or what is before a token's last hyphen.")]
    public required string PublicId { get; init; }
}

internal sealed class RotateSettings : NamedSettings
{
    private const int DefaultOverlapHours = 7 * 24;

    [CommandOption("--overlap-hours <HOURS>")]
    [Description("How long the old secret stays valid (default: 168).")]
    public double OverlapHours { get; init; } = DefaultOverlapHours;
}

internal sealed class RotateCommand : KeysCommand<RotateSettings>
{
    private const double MaxOverlapHours = 365 * 24;

    protected override async Task RunAsync(
        KeyService service, RotateSettings settings, CancellationToken cancellationToken)
    {
        if (settings.OverlapHours is not (>= 0 and <= MaxOverlapHours))
            throw new AdministrationRejectedException($"The overlap is 0 to {MaxOverlapHours} hours.");
        Print(await service.Administration.RotateAsync(
            ReadName(settings.Api, settings.PublicId),
            TimeSpan.FromHours(settings.OverlapHours),
            cancellationToken));
    }
}

internal sealed class RevokeSettings : NamedSettings
{
    [CommandOption("--secret <SECRET-ID>")]
    [Description("Ends only this one of its secrets.")]
    public string? SecretId { get; init; }
}

internal sealed class RevokeCommand : KeysCommand<RevokeSettings>
{
    protected override async Task RunAsync(
        KeyService service, RevokeSettings settings, CancellationToken cancellationToken)
    {
        var name = ReadName(settings.Api, settings.PublicId);
        await service.Administration.RevokeAsync(name, settings.SecretId, cancellationToken);
        Console.WriteLine($"revoked: {name.ToId()}{(settings.SecretId is { } id ? $", secret {id}" : "")}");
    }
}

internal sealed class RotateSigningKeyCommand : KeysCommand<StateSettings>
{
    protected override async Task RunAsync(
        KeyService service, StateSettings settings, CancellationToken cancellationToken)
    {
        var key = await service.Administration.RotateSigningKeyAsync(cancellationToken);
        Console.WriteLine($"signing key: {key.Id}");
    }
}

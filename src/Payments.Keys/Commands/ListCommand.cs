using System.ComponentModel;
using System.Globalization;
using Payments.CommandLine.Service;
using Payments.Handlers.Ports;
using Spectre.Console.Cli;

namespace Payments.Keys.Commands;

internal sealed class ListSettings : StateSettings
{
    [CommandArgument(0, "[ORGANIZATION]")]
    [Description("Only this one's.")]
    public string? Organization { get; init; }
}

/// <summary>Shows what there is, without any secret.</summary>
internal sealed class ListCommand : KeysCommand<ListSettings>
{
    protected override async Task RunAsync(
        KeyService service, ListSettings settings, CancellationToken cancellationToken)
    {
        await PrintOrganizationsAsync(service, settings, cancellationToken);
        await PrintCredentialsAsync(service, settings, cancellationToken);
        if (settings.Organization is null) await PrintSigningKeysAsync(service, cancellationToken);
    }

    private static async Task PrintOrganizationsAsync(
        KeyService service, ListSettings settings, CancellationToken cancellationToken)
    {
        var table = TextTable.Create(
            "organization", "allocation policy", "authorization days", "refunds reopen balance");
        await foreach (var organization in service.Store.ListOrganizationsAsync(cancellationToken))
        {
            if (!IsAsked(settings, organization.Id.Value)) continue;
            table.AddTexts(
                organization.Id.Value,
                organization.Policy.ToString(),
                organization.AuthorizationLifetime.TotalDays.ToString(CultureInfo.InvariantCulture),
                organization.RefundsReopenBalance ? "yes" : "no");
        }

        table.Print();
    }

    private static async Task PrintCredentialsAsync(
        KeyService service, ListSettings settings, CancellationToken cancellationToken)
    {
        var table = TextTable.Create("credential", "organization", "scopes", "roles", "secrets", "state");
        await foreach (var credential in service.Store.ListCredentialsAsync(cancellationToken))
        {
            if (!IsAsked(settings, credential.Organization.Value)) continue;
            table.AddTexts(
                credential.Name.ToId().Value,
                credential.Organization.Value,
                credential.Scopes.ToString(),
                string.Join(' ', credential.Roles),
                string.Join(", ", credential.Secrets.Select(Show)),
                credential.RevokedAt is { } revoked ? $"revoked {Show(revoked)}"
                    : credential.IsLocal ? "of the local settings"
                    : $"created {Show(credential.CreatedAt)}");
        }

        table.Print();
    }

    private static async Task PrintSigningKeysAsync(KeyService service, CancellationToken cancellationToken)
    {
        var table = TextTable.Create("signing key", "created", "retired");
        foreach (var key in await service.Store.ListSigningKeysAsync(cancellationToken))
            table.AddTexts(key.Id, Show(key.CreatedAt), key.RetiredAt is { } retired ? Show(retired) : "");
        table.Print();
    }

    private static bool IsAsked(ListSettings settings, string organization) =>
        settings.Organization is null || settings.Organization == organization;

    private static string Show(CredentialSecret secret) =>
        secret.EndsAt is { } end ? $"{secret.Id} until {Show(end)}" : secret.Id;

    private static string Show(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}

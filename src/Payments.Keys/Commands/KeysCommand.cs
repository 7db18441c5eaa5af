using Payments.Dialects.Flow;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Spectre.Console.Cli;

namespace Payments.Keys.Commands;

/// <summary>A command on the credential store.</summary>
internal abstract class KeysCommand<TSettings> : AsyncCommand<TSettings> where TSettings : StateSettings
{
    public override async Task<int> ExecuteAsync(
        CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        using var service = KeyService.Connect(settings);
        return await ActingCaller.RunAsync(ReadOperator(settings.Operator), async () =>
        {
            await RunAsync(service, settings, cancellationToken);
            return 0;
        });
    }

    protected abstract Task RunAsync(KeyService service, TSettings settings, CancellationToken cancellationToken);

    protected static OrganizationId ReadOrganization(string text) =>
        OrganizationRules.TryReadId(text, out var id, out var reason)
            ? id
            : throw new AdministrationRejectedException($"An organization can't be called '{text}': {reason}.");

    /// <summary>Nobody but the machine's or the cloud's own log proves that it was this one.</summary>
    private static CredentialId ReadOperator(string name) => CredentialId.TryFrom($"operator/{name}", out var id)
        ? id
        : throw new AdministrationRejectedException(
            $"An operator's name has printable ASCII characters without spaces; '{name}' is not one: use --operator.");

    protected static CredentialName ReadName(string api, string publicId) => new(ReadApi(api), publicId);

    protected static Api ReadApi(string text) => Enum.GetNames<Api>().Contains(text, StringComparer.OrdinalIgnoreCase)
        ? Enum.Parse<Api>(text, ignoreCase: true)
        : throw new AdministrationRejectedException(
            $"There is no API {text}: it is one of {ShowAll<Api>()}.");

    protected static string ShowAll<T>() where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    /// <summary>The only time that a secret is shown.</summary>
    protected static void Print(IssuedSecret issued)
    {
        var name = issued.Credential.Name;
        Console.WriteLine($"credential: {name.ToId()}");
        Console.WriteLine($"secret id:  {issued.SecretId}");
        Console.WriteLine(name.Api == Api.Flow
            ? $"token:      {FlowToken.Join(name.PublicId, issued.Secret)}"
            : $"secret:     {issued.Secret}");
        Console.Error.WriteLine("Keep it now: it can't be shown again. It is valid within a minute.");
    }
}

using Microsoft.Extensions.Configuration;
using Payments.Handlers.Access;
using Payments.Processors;

namespace Payments.Functions.Settings;

/// <summary>Finds the mistakes in the settings of processors, and names them without any secret.</summary>
internal sealed class ProcessorSettingsCheck
{
    /// <summary>One is replaced by another.</summary>
    private const int MaxWebhookSecrets = 2;

    /// <summary>Credentials for trying things out contain it, here and in the sample.</summary>
    private const string SampleMark = "demo";

    private static readonly string[] SecretKeyPrefixes = ["sk_", "rk_"];

    private readonly IConfiguration _configuration;
    private readonly bool _isLocal;
    private readonly List<string> _problems = [];

    private ProcessorSettingsCheck(IConfiguration configuration, bool isLocal) =>
        (_configuration, _isLocal) = (configuration, isLocal);

    /// <summary>The mistakes in accounts and addresses of processors.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="isLocal">Whether the service can be reached from this machine only.</param>
    public static IReadOnlyList<string> Find(IConfiguration configuration, bool isLocal)
    {
        var check = new ProcessorSettingsCheck(configuration, isLocal);
        check.CheckNames(configuration.GetSection(ProcessorSettings.Section), ["Stripe", "CommerceHub"]);
        check.CheckProcessor<StripeAccountSettings>(ProcessorSettings.Stripe, check.CheckStripe);
        check.CheckProcessor<CommerceHubAccountSettings>(ProcessorSettings.CommerceHub, check.CheckCommerceHub);
        return check._problems;
    }

    /// <summary>
    /// Why an organization can't have this processor; null if it can. One without an account would fail with its first
    /// payment.
    /// </summary>
    public static string? FindProblem(IConfiguration configuration, string organization, string processor)
    {
        if (!ProcessorNames.TryRead(processor, out var name)) return $"it is one of {ProcessorNames.List()}";
        return ProcessorSettings.ListAccounts(configuration).TryGetValue(name, out var accounts)
            && !accounts.Contains(organization)
                ? $"no account in {ProcessorSettings.Section}__… is of {organization}"
                : null;
    }

    private void CheckProcessor<TAccount>(string path, Action<IConfigurationSection> check)
    {
        var section = _configuration.GetSection(path);
        CheckNames(section, [ProcessorSettings.Accounts, ProcessorSettings.Address]);
        CheckAddress(section.GetSection(ProcessorSettings.Address));
        var accounts = section.GetSection(ProcessorSettings.Accounts).GetChildren().ToList();
        foreach (var account in accounts)
        {
            CheckNames(account, [.. typeof(TAccount).GetProperties().Select(property => property.Name)]);
            CheckOrganization(account.GetSection(nameof(StripeAccountSettings.Organization)));
            check(account);
        }

        foreach (var same in accounts
            .GroupBy(account => account[nameof(StripeAccountSettings.Organization)] ?? "")
            .Where(same => same.Key.Length > 0 && same.Count() > 1))
        {
            Add($"{string.Join(" and ", same.Select(account => Show(account.Path)))} are of the same organization, "
                + $"'{same.Key}'.");
        }
    }

    private void CheckStripe(IConfigurationSection account)
    {
        var key = account.GetSection(nameof(StripeAccountSettings.SecretKey));
        if (!SecretKeyPrefixes.Any(prefix => key.Value?.StartsWith(prefix, StringComparison.Ordinal) is true))
            Add($"{Show(key.Path)} must be an API key, which begins with {string.Join(" or ", SecretKeyPrefixes)}.");
        CheckSample(key);
        var secrets = account.GetSection(nameof(StripeAccountSettings.WebhookSecrets)).GetChildren().ToList();
        if (secrets.Count > MaxWebhookSecrets)
            Add($"{Show(account.Path)} has more than {MaxWebhookSecrets} secrets for webhooks.");
        foreach (var secret in secrets)
        {
            if (secret.Value?.StartsWith("whsec_", StringComparison.Ordinal) is not true)
                Add($"{Show(secret.Path)} must be a webhook's signing secret, which begins with whsec_.");
            CheckSample(secret);
        }
    }

    private void CheckCommerceHub(IConfigurationSection account)
    {
        foreach (var name in new[]
        {
            nameof(CommerceHubAccountSettings.ApiKey),
            nameof(CommerceHubAccountSettings.Secret),
            nameof(CommerceHubAccountSettings.MerchantId),
            nameof(CommerceHubAccountSettings.TerminalId),
        })
        {
            var setting = account.GetSection(name);
            if (string.IsNullOrWhiteSpace(setting.Value)) Add($"{Show(setting.Path)} is missing.");
        }

        CheckSample(account.GetSection(nameof(CommerceHubAccountSettings.ApiKey)));
        CheckSample(account.GetSection(nameof(CommerceHubAccountSettings.Secret)));
    }

    private void CheckOrganization(IConfigurationSection organization)
    {
        if (!OrganizationRules.TryReadId(organization.Value ?? "", out _, out var reason))
            Add($"{Show(organization.Path)} can't be '{organization.Value}': {reason}.");
    }

    /// <summary>A processor on this machine, for tests, may do without TLS.</summary>
    private void CheckAddress(IConfigurationSection address)
    {
        if (address.Value is not { Length: > 0 } text) return;
        var isRight = Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (_isLocal && uri is { Scheme: "http", IsLoopback: true }));
        if (!isRight) Add($"{Show(address.Path)} can't be '{text}': it is an https address.");
    }

    /// <summary>
    /// What everyone can read protects nothing. A reference to a Key Vault that was not resolved is no secret.
    /// </summary>
    private void CheckSample(IConfigurationSection secret)
    {
        if (_isLocal || secret.Value is not { } text) return;
        if (text.Contains(SampleMark, StringComparison.OrdinalIgnoreCase))
            Add($"{Show(secret.Path)} is a sample: a deployed app does not take it.");
        else if (text.StartsWith('@'))
            Add($"{Show(secret.Path)} is a reference to a Key Vault that was not resolved.");
    }

    private void CheckNames(IConfigurationSection section, string[] known)
    {
        foreach (var unknown in section.GetChildren().Where(
            child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            Add($"{Show(unknown.Path)} is not a setting: there are {string.Join(", ", known)}.");
    }

    private void Add(string problem) => _problems.Add(problem);

    private static string Show(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}

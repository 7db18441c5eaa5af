using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables;
using Payments.Tables.Credentials;

namespace Payments.Functions.Settings;

/// <summary>
/// Finds every mistake in the settings of storage accounts, organizations and credentials: names them and shows values,
/// but no secret. A setting that is misspelled or out of range would otherwise remove an organization, or change what
/// it does.
/// </summary>
internal sealed class SettingsCheck
{
    public const string Organizations = "Organizations";
    public const string SigningKey = "OrderCloud:SigningKey";
    public const string OpsToken = "Ops:Token";

    /// <summary>
    /// SHA-256 of the encryption key in local.settings.sample.json, which everyone can read. A test compares the two.
    /// </summary>
    internal const string SampleEncryptionKeyHash = "85a27b8c8e4a0b79b0e3b128da7c44412c9f5fb72405f937a4702002514f80ce";

    /// <summary>Credentials for trying things out are called so, here and in the sample.</summary>
    private static readonly string[] SamplePrefixes = ["demo-", "other-"];

    /// <summary>The sections whose settings are all known.</summary>
    private static readonly Dictionary<string, string[]> KnownNames = new()
    {
        ["Cors"] = ["AllowedOrigins"],
        ["Credentials"] = ["EncryptionKey", "KeyVaultUri"],
        ["Ops"] = ["Token"],
        ["OrderCloud"] = ["SigningKey"],
    };

    private static readonly string[] Switches =
    [
        nameof(OrganizationSettings.RefundsReopenBalance),
        nameof(OrganizationSettings.SharesMerchantAccount),
        nameof(OrganizationSettings.ScreensCardNumbers),
    ];

    private readonly IConfiguration _configuration;
    private readonly List<string> _problems = [];
    private readonly List<(CredentialName Name, string Setting)> _credentials = [];
    private readonly List<(string Id, string Setting)> _organizations = [];

    private SettingsCheck(IConfiguration configuration) => _configuration = configuration;

    /// <summary>Throws an exception that lists all mistakes.</summary>
    /// <param name="isLocal">Whether the service can be reached from this machine only.</param>
    public static void ThrowIfWrong(IConfiguration configuration, bool isLocal)
    {
        var problems = Find(configuration, isLocal);
        if (problems.Count > 0)
            throw new InvalidOperationException($"The settings are wrong. {string.Join(" ", problems)}");
    }

    internal static IReadOnlyList<string> Find(IConfiguration configuration, bool isLocal)
    {
        var check = new SettingsCheck(configuration);
        check._problems.AddRange(AccountSettings.Read(configuration).Problems);
        check._problems.AddRange(ProcessorSettingsCheck.Find(configuration, isLocal));
        check.CheckNames();
        if (isLocal)
            check.CheckLocal();
        else
            check.CheckDeployed();
        return check._problems;
    }

    private void CheckNames()
    {
        foreach (var (section, names) in KnownNames)
            CheckNames(_configuration.GetSection(section), names);
    }

    private void CheckLocal()
    {
        foreach (var organization in _configuration.GetSection(Organizations).GetChildren())
            CheckOrganization(organization);
        foreach (var same in _organizations.GroupBy(found => found.Id).Where(same => same.Count() > 1))
            Add($"{Join(same.Select(found => found.Setting))} are the same organization, '{same.Key}'.");
        foreach (var same in _credentials.GroupBy(found => found.Name).Where(same => same.Count() > 1))
            Add($"{Join(same.Select(found => found.Setting))} are the same credential: each needs a name of its own.");
        CheckSigningKey();
    }

    private void CheckDeployed()
    {
        var left = _configuration.GetSection(Organizations).AsEnumerable().Where(setting => setting.Value is not null);
        foreach (var (name, _) in left.OrderBy(setting => setting.Key, StringComparer.Ordinal)) AddOnlyLocal(name);
        if (_configuration[SigningKey] is { Length: > 0 }) AddOnlyLocal(SigningKey);
        if (_configuration[OpsToken] is { Length: > 0 } token && IsWeak(token))
        {
            Add($"{Show(OpsToken)} is a sample, or has fewer than {NewSecret.MinLength} characters: a deployed app "
                + "takes neither.");
        }

        var keys = (_configuration[EncryptionKeys.KeySetting] ?? "").Split(' ');
        if (keys.Any(key => ToHash(key) == SampleEncryptionKeyHash))
            Add($"{Show(EncryptionKeys.KeySetting)} is the sample: a deployed app does not take it.");
    }

    private void CheckOrganization(IConfigurationSection organization)
    {
        CheckNames(
            organization, [.. typeof(OrganizationSettings).GetProperties().Select(property => property.Name)]);
        CheckOrganizationId(organization);
        CheckChoices(organization);
        CheckProcessor(organization);
        CheckLimits(organization);
        foreach (var token in organization.GetSection(nameof(OrganizationSettings.FlowTokens)).GetChildren())
        {
            var (publicId, secret) = FlowToken.Split(token.Value ?? "");
            if (secret.Length == 0 || !TryAddCredential(Api.Flow, publicId, token.Path))
                Add($"{Show(token.Path)} must be a public id, a hyphen and a secret.");
        }

        foreach (var client in organization.GetSection(nameof(OrganizationSettings.OrderCloudClients)).GetChildren())
        {
            CheckNames(client, ["Id", "Secret", "Roles"]);
            CheckCredential(Api.OrderCloud, client, "Id");
        }

        foreach (var key in organization.GetSection(nameof(OrganizationSettings.CommerceHubKeys)).GetChildren())
        {
            CheckNames(key, ["Key", "Secret", "Merchant"]);
            CheckCredential(Api.CommerceHub, key, "Key");
            CheckNames(
                key.GetSection("Merchant"), [.. typeof(Merchant).GetProperties().Select(property => property.Name)]);
        }
    }

    private void CheckOrganizationId(IConfigurationSection organization)
    {
        var id = organization.GetSection(nameof(OrganizationSettings.Id));
        if (string.IsNullOrWhiteSpace(id.Value))
            Add($"{Show(id.Path)} is missing: the organization would have no name.");
        else if (!OrganizationRules.TryReadId(id.Value, out _, out var reason))
            Add($"{Show(id.Path)} can't be '{id.Value}': {reason}.");
        else
            _organizations.Add((id.Value, Show(id.Path)));
    }

    private void CheckChoices(IConfigurationSection organization)
    {
        var policy = organization.GetSection(nameof(OrganizationSettings.AllocationPolicy));
        if (policy.Value is { } policyText && !OrganizationRules.TryReadPolicy(policyText, out _))
        {
            Add($"{Show(policy.Path)} can't be '{policyText}': it is one of "
                + $"{string.Join(", ", Enum.GetNames<AllocationPolicy>())}.");
        }

        var late = organization.GetSection(nameof(OrganizationSettings.LateFailures));
        if (late.Value is { } lateText && !OrganizationRules.TryReadLateFailures(lateText, out _))
        {
            Add($"{Show(late.Path)} can't be '{lateText}': it is one of "
                + $"{string.Join(", ", Enum.GetNames<LateFailures>())}.");
        }

        var days = organization.GetSection(nameof(OrganizationSettings.AuthorizationDays));
        if (days.Value is { } daysText && !OrganizationRules.TryReadAuthorizationDays(daysText, out _))
        {
            Add($"{Show(days.Path)} can't be '{daysText}': it is a number greater than 0, at most "
                + $"{OrganizationRules.MaxAuthorizationDays}.");
        }

        foreach (var name in Switches)
        {
            var found = organization.GetSection(name);
            if (found.Value is { } text && !bool.TryParse(text, out _))
                Add($"{Show(found.Path)} can't be '{text}': it is true or false.");
        }
    }

    private void CheckProcessor(IConfigurationSection organization)
    {
        var processor = organization.GetSection(nameof(OrganizationSettings.Processor));
        if (processor.Value is not { Length: > 0 } text) return;
        var id = organization[nameof(OrganizationSettings.Id)] ?? "";
        if (ProcessorSettingsCheck.FindProblem(_configuration, id, text) is { } problem)
            Add($"{Show(processor.Path)} can't be '{text}': {problem}.");
    }

    private void CheckLimits(IConfigurationSection organization)
    {
        var rate = organization.GetSection(nameof(OrganizationSettings.RequestsPerSecond));
        if (rate.Value is { } rateText && !OrganizationRules.TryReadRequestsPerSecond(rateText, out _))
        {
            Add($"{Show(rate.Path)} can't be '{rateText}': it is a whole number from 1 to "
                + $"{OrganizationLimits.MaxRequestsPerSecond}.");
        }

        foreach (var name in new[]
        {
            nameof(OrganizationSettings.RefundsPerDay), nameof(OrganizationSettings.CreditsPerDay),
        })
        {
            var found = organization.GetSection(name);
            if (found.Value is { } text && !DailyAmounts.TryParse(text, out _))
                Add($"{Show(found.Path)} can't be '{text}': it is a list such as 'USD 10000.00, EUR 9000.00'.");
        }
    }

    private void CheckCredential(Api api, IConfigurationSection credential, string idName)
    {
        var id = credential.GetSection(idName);
        if (!TryAddCredential(api, id.Value ?? "", id.Path))
        {
            Add($"{Show(id.Path)} can't be '{id.Value}': it has 1 to {OrderCloudId.MaxLength} letters, digits, hyphens "
                + "and underscores.");
        }

        var secret = credential.GetSection("Secret");
        if (string.IsNullOrWhiteSpace(secret.Value)) Add($"{Show(secret.Path)} is missing.");
    }

    private bool TryAddCredential(Api api, string publicId, string path)
    {
        var name = new CredentialName(api, publicId);
        if (name.IsValid) _credentials.Add((name, Show(path)));
        return name.IsValid;
    }

    private void CheckNames(IConfigurationSection section, string[] known)
    {
        foreach (var unknown in section.GetChildren().Where(
            child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            Add($"{Show(unknown.Path)} is not a setting: there are {string.Join(", ", known)}.");
    }

    private void CheckSigningKey()
    {
        try
        {
            _ = new TokenKey(Convert.FromBase64String(_configuration[SigningKey] ?? ""));
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or ArgumentException)
        {
            Add($"{Show(SigningKey)} must be an RSA private key of {TokenKey.MinKeyBits} bits or more: PKCS#8, in "
                + "base64.");
        }
    }

    private void AddOnlyLocal(string name) => Add(
        $"{Show(name)} is for a local service: a deployed app has its organizations and keys in its table "
        + "(./run keys).");

    private void Add(string problem) => _problems.Add(problem);

    private static bool IsWeak(string secret) =>
        secret.Length < NewSecret.MinLength
        || SamplePrefixes.Any(prefix => secret.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string ToHash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A setting's name as it is written in files and environments.</summary>
    private static string Show(string path) => path.Replace(":", "__", StringComparison.Ordinal);

    private static string Join(IEnumerable<string> settings) => string.Join(" and ", settings);
}

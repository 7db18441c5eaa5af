using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Tables.Credentials;

/// <summary>
/// The keys that secrets are encrypted with: from the setting <c>Credentials:EncryptionKey</c>, or from the Key Vault
/// of <c>Credentials:KeyVaultUri</c>, as 32 bytes in base64. Several are separated by spaces: the first one encrypts.
/// </summary>
public static class EncryptionKeys
{
    /// <summary>The setting with the keys themselves.</summary>
    public const string KeySetting = "Credentials:EncryptionKey";

    /// <summary>The setting with the address of a Key Vault that has them.</summary>
    public const string VaultSetting = "Credentials:KeyVaultUri";

    /// <summary>The name of the Key Vault's secret.</summary>
    public const string SecretName = "credentials-encryption-key";

    internal static SecretCipher Load(IConfiguration configuration, IServiceProvider provider)
    {
        if (configuration[KeySetting] is { Length: > 0 } text) return Parse(text, KeySetting);
        if (configuration[VaultSetting] is not { Length: > 0 } address)
            throw new InvalidOperationException($"Neither the setting '{KeySetting}' nor '{VaultSetting}' is set.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps)
            throw new InvalidOperationException($"{VaultSetting} must be an https address; '{address}' is not.");
        return Fetch(new SecretClient(vault, provider.GetRequiredService<TokenCredential>()));
    }

    /// <summary>Once, when the app starts: without the keys it can't serve anyone.</summary>
    internal static SecretCipher Fetch(SecretClient client) =>
        Parse(client.GetSecret(SecretName).Value.Value, $"the secret {SecretName} of {client.VaultUri}");

    private static SecretCipher Parse(string text, string where)
    {
        try
        {
            return new SecretCipher(
                text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromBase64String));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new InvalidOperationException(
                $"{where} must have {SecretCipher.KeyBytes} bytes in base64 (openssl rand -base64 32), or several such "
                + "keys separated by spaces.");
        }
    }
}

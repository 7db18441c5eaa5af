using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.PaymentLists;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;

namespace Payments.Dialects.Tests.Mutated;

/// <summary>
/// A reader of what strangers send, and valid inputs to begin with: it must accept or reject any bytes, and throw
/// nothing. tests/Payments.Dialects.Fuzzing runs the same readers guided by coverage.
/// </summary>
/// <param name="Read">Reads an input; the number of characters compared, where that is counted.</param>
/// <param name="Valid">Inputs that are accepted.</param>
internal sealed record Reader(Func<byte[], long> Read, IReadOnlyList<string> Valid)
{
    /// <summary>
    /// What a filter may compare: each character of the texts a few times, for each of its alternatives.
    /// </summary>
    public const int MaxComparisonsPerCharacter = 8;

    private static readonly Lazy<TokenKey> Key = new(() =>
    {
        using var rsa = RSA.Create(TokenKey.MinKeyBits);
        return new TokenKey(rsa.ExportPkcs8PrivateKey());
    });

    private static readonly Lazy<ImmutableArray<PaymentBody>> Payments = new(CreatePayments);

    /// <summary>The readers by name. Nothing of the service is touched before one of them reads.</summary>
    public static IReadOnlyDictionary<string, Reader> All { get; } = new Dictionary<string, Reader>
    {
        ["json"] = new(
            ReadForms,
            [
                """{"order_number":"o-1","key":"k","amount":1.50,"currency":"USD","attributes":{"a":"b"},"rma_key":"r"}""",
                """{"discriminator":"direct_authorization_form","token":"tok-visa","cvv":"123","amount":"1","currency":"USD","customer":{"name":{"first":"A"}}}""",
                """{"ID":"a","Type":"CreditCard","Amount":1.5,"xp":{"a":["x"]},"DateExecuted":"2024-03-05T08:09:10+00:00"}""",
                """{"amount":{"total":"12.04","currency":"USD"},"source":{"sourceType":"PaymentCard","card":{"cardData":"4005550000000019","expirationMonth":"02","expirationYear":"2035"}}}""",
            ]),
        ["filters"] = new(
            ReadFilters,
            [
                "Amount=>1&Type=CreditCard|Purchase*&xp.a.b=!*x*&search=a&searchOn=Description&sortBy=!Amount",
                "DateCreated=>=2024-01-01&pageSize=2&page=1&Accepted=true&xp.a=*a*b*|!>1|\\*",
            ]),
        ["cards"] = new(
            ReadTexts,
            [
                "PAN4111 1111-1111.1111 and ;4005550000000019=35121010000?", "2024-03-05T08:09:10.1234567+00:00",
                "1.5e-3",
            ]),
        ["tokens"] = new(
            ReadTokens,
            [
                "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImEifQ.eyJ1c3IiOiJhIn0.AAAA",
                "acme-mzxw6ytboi4tcmrt-secret",
            ]),
    };

    private static long ReadForms(byte[] body)
    {
        foreach (var screens in (bool[])[true, false])
        {
            _ = RefundForm.Read(FlowForm.Read(body, screens));
            var authorization = FlowForm.Read(body, screens);
            if (AuthorizationForm.TryReadKind(authorization, out var kind))
                _ = AuthorizationForm.Read(authorization, kind);
            var at = DateTimeOffset.UnixEpoch;
            _ = PaymentReader.Read(OrderCloudForm.Read(body, screens), Usd(), true, new NoIds(), at);
            _ = TransactionReader.Read(
                OrderCloudForm.Read(body, screens), default, Usd(), new NoIds(), at);
            var read = JsonBody.Read(body);
            if (read.Fault != BodyFault.None) continue;
            var credit = HubForm.Create(read.Root, screens);
            _ = AmountFields.Read(credit);
            _ = SourceFields.Read(credit);
        }

        return 0;
    }

    private static long ReadFilters(byte[] query)
    {
        if (!PaymentListQuery.TryRead(Encoding.UTF8.GetString(query), out var read, out _)) return 0;
        var budget = new ComparisonBudget(CancellationToken.None);
        _ = read.TryPage(Payments.Value, budget, out _, out _);
        return budget.Spent;
    }

    private static long ReadTexts(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        _ = CardNumberScreen.Finds(text);
        _ = Timestamps.TryRead(text, out _);
        _ = FilterTime.Read(text);
        _ = ExactNumber.TryRead(text, out _);
        _ = FormText.Parse(text);
        return 0;
    }

    private static long ReadTokens(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        _ = JsonWebToken.Verify(text, Key.Value);
        _ = TokenClaims.FromPayload(bytes);
        _ = FlowToken.Split(text);
        return 0;
    }

    private static Currency Usd() => Currency.TryParse("USD", out var usd)
        ? usd
        : throw new InvalidOperationException("There is no USD.");

    private static ImmutableArray<PaymentBody> CreatePayments() =>
    [
        .. Enumerable.Range(0, 4).Select(n => new PaymentBody
        {
            ID = $"p-{n}",
            Type = "CreditCard",
            DateCreated = "2024-03-05T08:09:10.12+00:00",
            Currency = "USD",
            Accepted = n % 2 == 0,
            Amount = n,
            Description = n == 0 ? null : $"by card {n}",
            Extension = $$$"""{"a":["x","{{{new string('a', 400)}}}",{"b":1.5}],"gift":{"from":"Ada"},"n":{{{n}}}}""",
            Transactions = [],
        }),
    ];

    private sealed class NoIds : IIdSource
    {
        public Guid NextId() => Guid.Empty;
    }
}

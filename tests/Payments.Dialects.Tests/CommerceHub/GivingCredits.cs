using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Dialects.Tests.CommerceHub;

public sealed class GivingCredits : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_documented_sample_gets_every_documented_response_field()
    {
        var response = await _bench.PostAsync(
            Samples.With("transactionDetails.merchantInvoiceNumber", "\"123456789012\""));

        var id = response.At("gatewayResponse.transactionProcessingDetails.transactionId")!;
        Assert.Equal(201, response.Status);
        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(id, response.Headers["ApiTraceId"]);
        Assert.Equal(
            """
            {"gatewayResponse":{"transactionType":"CREDIT","transactionState":"AUTHORIZED","transactionOrigin":"ECOM",
            "transactionProcessingDetails":{"transactionTimestamp":"2026-03-05T08:09:10Z","orderId":"CHG01(id)",
            "apiTraceId":"(id)","clientRequestId":"4345791","transactionId":"(id)"}},
            "source":{"sourceType":"PaymentCard","card":{"bin":"400555","last4":"0019","scheme":"VISA",
            "expirationMonth":"02","expirationYear":"2035"}},
            "paymentReceipt":{"approvedAmount":{"total":12.04,"currency":"USD"},"merchantName":"Merchant Name",
            "merchantAddress":"123 Peach Ave","merchantCity":"Atlanta","merchantStateOrProvince":"GA",
            "merchantPostalCode":"12345","merchantCountry":"US","merchantURL":"https://www.somedomain.com",
            "processorResponseDetails":{"approvalStatus":"APPROVED","approvalCode":"OK5882",
            "schemeTransactionId":"0225MCC625628","processor":"FISERV","host":"NASHVILLE","responseCode":"000",
            "responseMessage":"APPROVAL","hostResponseCode":"00","hostResponseMessage":"APPROVAL",
            "localTimestamp":"2026-03-05T08:09:10Z","bankAssociationDetails":{"associationResponseCode":"000",
            "transactionTimestamp":"2026-03-05T08:09:10Z"}}},
            "transactionDetails":{"captureFlag":true,"merchantInvoiceNumber":"123456789012"},
            "merchantDetails":{"merchantId":"123456789789567","terminalId":"123456"}}
            """.ReplaceLineEndings("").Replace("(id)", id, StringComparison.Ordinal),
            response.Text());
    }

    [Fact]
    public async Task The_sample_as_published_is_accepted_and_its_response_has_a_numeric_amount()
    {
        var response = await _bench.PostAsync(Samples.Seed);

        Assert.Equal(201, response.Status);
        Assert.Contains("\"total\":12.04,", response.Text(), StringComparison.Ordinal);
        Assert.Null(response.At("transactionDetails.merchantInvoiceNumber"));
    }

    [Theory]
    [InlineData("5006.00", "006", "05")]
    [InlineData("5008.00", "008", "51")]
    [InlineData("5009.00", "009", "94")]
    [InlineData("5025.00", "025", "14")]
    [InlineData("5026.00", "026", "14")]
    [InlineData("5032.00", "032", "54")]
    [InlineData("5033.00", "033", "54")]
    [InlineData("5058.00", "058", "05")]
    public async Task A_decline_has_the_host_code_of_its_reason(string total, string code, string hostCode)
    {
        _bench.Processor.Answer = ScriptedProcessor.DeclineByAmount;

        var response = await _bench.PostAsync(Samples.With("amount.total", total));

        Assert.Equal(code, response.At("paymentReceipt.processorResponseDetails.responseCode"));
        Assert.Equal(hostCode, response.At("paymentReceipt.processorResponseDetails.hostResponseCode"));
    }

    [Theory]
    [InlineData(DeclineReason.InsufficientFunds, "008", "51")]
    [InlineData(DeclineReason.SuspectedFraud, "018", "05")]
    [InlineData(DeclineReason.CardExpired, "032", "54")]
    [InlineData(DeclineReason.AddressMismatch, "006", "05")]
    [InlineData(DeclineReason.Unspecified, "006", "05")]
    public async Task A_processor_code_not_in_the_gateways_format_is_translated_by_its_reason(
        DeclineReason reason, string code, string hostCode)
    {
        _bench.Processor.Answer = _ => new ProcessorResponse.Declined(new Decline(reason, "card_declined", "No."));

        var response = await _bench.PostAsync(Samples.Seed);

        Assert.Equal(code, response.At("paymentReceipt.processorResponseDetails.responseCode"));
        Assert.Equal("No.", response.At("paymentReceipt.processorResponseDetails.responseMessage"));
        Assert.Equal(hostCode, response.At("paymentReceipt.processorResponseDetails.hostResponseCode"));
    }

    [Theory]
    [InlineData("02", "2026", "032", "54")]
    [InlineData("12", "2025", "032", "54")]
    [InlineData("03", "2026", "000", "00")]
    [InlineData("04", "2026", "000", "00")]
    public async Task An_expired_card_or_its_token_is_declined_as_expired(
        string month, string year, string code, string hostCode)
    {
        using var bench = new HubBench(clock => new SandboxProcessor(new InMemorySandboxBooks(), clock));
        var expiry = (("source.card.expirationMonth", $"\"{month}\""), ("source.card.expirationYear", $"\"{year}\""));

        foreach (var body in new[]
        {
            Samples.With(expiry.Item1, expiry.Item2),
            Samples.With(
                ("source.sourceType", "\"PaymentToken\""),
                ("source.tokenData", "\"9000111122223333\""),
                ("source.card.cardData", null),
                expiry.Item1,
                expiry.Item2),
        })
        {
            var response = await bench.PostAsync(body, $"id-{body.Length}");
            Assert.Equal(201, response.Status);
            Assert.Equal(code, response.At("paymentReceipt.processorResponseDetails.responseCode"));
            Assert.Equal(hostCode, response.At("paymentReceipt.processorResponseDetails.hostResponseCode"));
        }
    }

    [Fact]
    public async Task A_token_is_a_valid_source_and_reveals_nothing_about_its_card()
    {
        var response = await _bench.PostAsync(Samples.Token);

        Assert.Equal(201, response.Status);
        Assert.Equal("PaymentToken", response.At("source.sourceType"));
        Assert.Null(response.At("source.card"));
        var asked = Assert.IsType<AuthorizeCredit>(Assert.Single(_bench.Processor.Asked));
        Assert.Equal(new CreditInstrument.Token("9000111122223333", "TRANSARMOR"), asked.Instrument);
    }

    [Theory]
    [InlineData("\"12.04\"", "USD", 1204)]
    [InlineData("12.04", "USD", 1204)]
    [InlineData("12.040", "USD", 1204)]
    [InlineData("1.2e1", "USD", 1200)]
    [InlineData("1E+2", "usd", 10000)]
    [InlineData("500", "JPY", 500)]
    [InlineData("1.234", "KWD", 1234)]
    [InlineData("9999999999.99", "USD", 999_999_999_999)]
    [InlineData("0.01", "USD", 1)]
    public async Task Amounts_are_taken_exactly(string total, string currency, long minorUnits)
    {
        var response = await _bench.PostAsync(
            Samples.With(("amount.total", total), ("amount.currency", $"\"{currency}\"")));

        Assert.Equal(201, response.Status);
        Assert.Equal(minorUnits, Assert.Single(_bench.Processor.Asked).Amount.MinorUnits);
    }

    [Theory]
    [InlineData("5001.00", "001")]
    [InlineData("5008.00", "008")]
    [InlineData("5013.50", "013")]
    [InlineData("5999.00", "999")]
    public async Task A_decline_is_a_201_without_an_approved_amount(string total, string code)
    {
        _bench.Processor.Answer = ScriptedProcessor.DeclineByAmount;

        var response = await _bench.PostAsync(Samples.With("amount.total", total));

        Assert.Equal(201, response.Status);
        Assert.Equal("DECLINED", response.At("gatewayResponse.transactionState"));
        Assert.Equal("DECLINED", response.At("paymentReceipt.processorResponseDetails.approvalStatus"));
        Assert.Equal(code, response.At("paymentReceipt.processorResponseDetails.responseCode"));
        Assert.Null(response.At("paymentReceipt.approvedAmount"));
        Assert.Null(response.At("paymentReceipt.processorResponseDetails.approvalCode"));
        Assert.Null(response.At("error"));
    }

    [Fact]
    public async Task The_sandbox_approves_the_sample_and_declines_the_documented_amounts_and_cards()
    {
        using var bench = new HubBench(clock => new SandboxProcessor(new InMemorySandboxBooks(), clock));

        var approved = await bench.PostAsync(Samples.Seed, "1");
        var byAmount = await bench.PostAsync(Samples.With("amount.total", "5008.00"), "2");
        var byCard = await bench.PostAsync(Samples.With("source.card.cardData", "\"4012001915677112\""), "3");

        const string code = "paymentReceipt.processorResponseDetails.responseCode";
        Assert.Equal("AUTHORIZED", approved.At("gatewayResponse.transactionState"));
        Assert.Matches("^OK[0-9]{4}$", approved.At("paymentReceipt.processorResponseDetails.approvalCode"));
        Assert.Equal("008", byAmount.At(code));
        Assert.Equal("006", byCard.At(code));
    }

    [Fact]
    public async Task A_credit_belongs_to_the_ledger_of_its_order()
    {
        var order = OrderNumber.From("order 7/é");
        await _bench.PostAsync(Samples.With("transactionDetails.merchantOrderId", "\"order 7/é\""));

        Assert.Equal(LedgerAddress.ForOrder(HubBench.Demo, order), Assert.Single(_bench.Ledgers.Addresses));
    }

    [Fact]
    public async Task A_merchant_order_id_too_long_for_an_order_number_is_only_echoed()
    {
        var name = new string('n', OrderNumber.MaxLength + 1);

        var response = await _bench.PostAsync(Samples.With("transactionDetails.merchantOrderId", $"\"{name}\""));

        Assert.Equal(201, response.Status);
        Assert.Equal(name, response.At("transactionDetails.merchantOrderId"));
        var address = Assert.Single(_bench.Ledgers.Addresses);
        var credit = Assert.IsType<Credit>(Assert.Single(_bench.Ledgers.Journal(address)).Record);
        Assert.Null(credit.Order);
    }

    [Fact]
    public async Task A_credit_in_a_currency_other_than_its_orders_is_rejected()
    {
        await _bench.PostAsync(Samples.With("transactionDetails.merchantOrderId", "\"o-1\""), "first");

        var response = await _bench.PostAsync(
            Samples.With(("transactionDetails.merchantOrderId", "\"o-1\""), ("amount.currency", "\"EUR\"")), "second");

        Assert.Equal(400, response.Status);
        Assert.Equal(["804 amount.currency"], response.Errors());
    }

    [Fact]
    public async Task An_unknown_outcome_is_an_error_and_stores_nothing()
    {
        _bench.Processor.Answer = _ => new ProcessorResponse.Unknown("timeout");

        await Assert.ThrowsAsync<ProcessorUnavailableException>(() => _bench.PostAsync(Samples.Seed));

        Assert.Empty(_bench.Ledgers.Addresses);
        Assert.Empty(_bench.Queue.TakeAll());
    }
}
